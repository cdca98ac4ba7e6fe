import { takeEarlyKeys } from '@/lib/client/early-keys'

/** Types what was pressed before a dialog had loaded into its first field, which has the focus, unless it has a value. */
export function typeEarlyKeys(field: Element | null): void {
  const { text } = takeEarlyKeys()
  const isEmpty =
    (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && !field.value
  // Unlike an assignment, the field's form notices it.
  if (isEmpty && text) document.execCommand('insertText', false, text)
}
