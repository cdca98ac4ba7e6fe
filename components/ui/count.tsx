/** A count beside a label. */
export const Count = ({ n }: { n: number }) => (
  <span className="min-w-5 rounded-full bg-accent-soft px-1.5 text-center font-medium text-2xs text-accent">
    {n > 99 ? '99+' : n}
  </span>
)
