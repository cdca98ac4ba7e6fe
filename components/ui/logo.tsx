/** The logo, in the text color. */
export const Logo = ({ className }: { className?: string }) => (
  <svg
    viewBox="0 0 32 32"
    fill="none"
    stroke="currentColor"
    strokeLinecap="round"
    aria-hidden
    className={className}
  >
    <path d="M5 27V14.5a11 11 0 0 1 22 0V27" strokeWidth="3" />
    <path d="M11 27V15.5M16 27V10.5M21 27V15.5M8 20.5h16" strokeWidth="2" />
  </svg>
)
