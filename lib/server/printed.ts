import { printJson } from '@/lib/format/json'
import type { Answer } from './op-answer'

// People who read the same cached answer also share its serialized text.
const answers = new WeakMap<Answer, string>()
const values = new WeakMap<object, string>()

/** An answer as JSON, without the request id, which differs for each person. */
export function textOf(answer: Answer): string {
  const known = answers.get(answer)
  if (known !== undefined) return known
  const { data = null, ...rest } = answer
  const text = `{"data":${printed(data)},${printJson(rest).slice(1)}`
  answers.set(answer, text)
  return text
}

const printed = (data: unknown) =>
  (typeof data === 'object' && data !== null && values.get(data)) || printJson(data)

/** Sets the text of data that is put together from known texts. It must be what `printJson` would write. */
export function printAs<T extends object>(data: T, text: string): T {
  values.set(data, text)
  return data
}
