import { MAX_FILE, textOfFile } from '@/lib/format/text-file'
import { OpError } from '@/lib/ops/failure'
import { takeText } from '../form/take-text'
import { say, sayFailure } from '../ops/tell'

const EDITOR = '[contenteditable="true"]'

/** The field that takes the text of a file: one with several lines that can be changed. */
function fieldAt({ target }: Event): HTMLElement | undefined {
  const field = target instanceof Element && target.closest<HTMLElement>(`textarea, ${EDITOR}`)
  if (!field) return undefined
  const isFixed = field instanceof HTMLTextAreaElement && (field.disabled || field.readOnly)
  return isFixed ? undefined : field
}

async function textOf(file: File): Promise<string> {
  const refuse = (why: string) => OpError.of('invalid', `${file.name} was not read. ${why}`)
  if (file.size > MAX_FILE) throw refuse('It is larger than 1 MB.')
  const bytes = await file.arrayBuffer().catch(() => {
    throw refuse('The browser can’t read it.')
  })
  const read = textOfFile(new Uint8Array(bytes))
  if ('why' in read) throw refuse(read.why)
  return read.text
}

/** What a person fills in: a file dropped there is meant for it. */
const isForm = ({ target }: Event) =>
  target instanceof Element && target.closest('form, [role="dialog"]') !== null

async function take(field: HTMLElement | undefined, files: FileList): Promise<void> {
  try {
    const [file, ...more] = files
    if (!file || more.length > 0) throw OpError.of('invalid', 'Drop one file at a time.')
    const unread = (why: string) => OpError.of('invalid', `${file.name} was not read. ${why}`)
    if (!field) throw unread('Drop it on a field with several lines, or paste its text.')
    const text = await textOf(file)
    if (!field.isConnected) throw unread('The field is no longer open.')
    if (takeText(field, text) === 'replaced')
      await say(`${file.name} replaced the text`, { detail: 'Undo restores the earlier text.' })
  } catch (error) {
    if (!(error instanceof OpError)) throw error
    await sayFailure(error)
  }
}

/**
 * Reads a file that is dropped on a field, or pasted into it. Anywhere else files and links do nothing: browsers would open
 * them in place of the page, with everything that was typed. Returns a function that stops it.
 */
export function takeFiles(): () => void {
  const over = (event: DragEvent) => {
    const { dataTransfer: data, target } = event
    const isLink =
      data?.types.includes('text/uri-list') &&
      !(target instanceof Element && target.closest(`input, textarea, ${EDITOR}`))
    if (!data || !(isLink || data.types.includes('Files'))) return
    event.preventDefault()
    data.dropEffect = !isLink && (fieldAt(event) || isForm(event)) ? 'copy' : 'none'
  }
  const given = (event: Event, files: FileList | undefined) => {
    if (!files || files.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    const field = fieldAt(event)
    if (field || isForm(event) || event.type === 'paste') void take(field, files)
  }
  const drop = (event: DragEvent) => given(event, event.dataTransfer?.files)
  const paste = (event: ClipboardEvent) => {
    const { length } = event.clipboardData?.getData('text/plain') ?? ''
    // A picture of a table comes with its text.
    if (length === 0) given(event, event.clipboardData?.files)
    if (length <= MAX_FILE || !fieldAt(event)) return
    event.preventDefault()
    event.stopPropagation()
    void sayFailure(OpError.of('invalid', 'Nothing was pasted. The text is larger than 1 MB.'))
  }
  document.addEventListener('dragover', over, true)
  document.addEventListener('drop', drop, true)
  document.addEventListener('paste', paste, true)
  return () => {
    document.removeEventListener('dragover', over, true)
    document.removeEventListener('drop', drop, true)
    document.removeEventListener('paste', paste, true)
  }
}
