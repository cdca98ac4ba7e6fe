import { Textarea } from '../../ui/input'

/** A required text, with what is missing once it was tried. */
export const Explained = ({
  id,
  label,
  hint,
  text,
  said,
  onText,
}: {
  id: string
  label: string
  hint?: string
  text: string
  said: string | undefined
  onText: (text: string) => void
}) => (
  <div>
    <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
      {label}
    </label>
    <Textarea
      id={id}
      rows={3}
      value={text}
      aria-invalid={said !== undefined || undefined}
      aria-describedby={`${id}-hint ${id}-said`}
      onChange={(event) => onText(event.target.value)}
    />
    <p id={`${id}-hint`} className="mt-1 text-muted text-xs empty:hidden">
      {hint}
    </p>
    <p id={`${id}-said`} aria-live="polite" className="mt-1 text-bad text-xs empty:hidden">
      {said}
    </p>
  </div>
)
