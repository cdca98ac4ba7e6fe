/** What a code editor listens to: the text that replaces its own. */
export const TAKE_TEXT = 'gatehouse-take-text'

/**
 * Puts a text into a field so that the browser's undo takes it back: below what a text area has, and in place of what a code
 * editor has. Returns which.
 */
export function takeText(field: HTMLElement, text: string): 'added' | 'replaced' {
  field.focus()
  if (!(field instanceof HTMLTextAreaElement)) {
    const isBlank = field.textContent?.trim() === ''
    field.dispatchEvent(new CustomEvent(TAKE_TEXT, { detail: text, bubbles: true }))
    return isBlank ? 'added' : 'replaced'
  }
  const { value } = field
  field.setSelectionRange(value.length, value.length)
  // Deprecated, but nothing else keeps undo.
  document.execCommand('insertText', false, value && !value.endsWith('\n') ? `\n${text}` : text)
  return 'added'
}
