const FEW = 4

const Shown = ({ lines }: { lines: readonly string[] }) => (
  <span className="whitespace-pre-line break-words">{lines.join('\n')}</span>
)

/** Lines of text: the first four, and a button for the rest. */
export function Lines({ lines }: { lines: readonly string[] }) {
  const rest = lines.slice(FEW)
  return (
    <>
      <Shown lines={lines.slice(0, FEW)} />
      {rest.length > 0 && (
        <details>
          <summary className="cursor-pointer text-muted">{`${rest.length} more`}</summary>
          <Shown lines={rest} />
        </details>
      )}
    </>
  )
}
