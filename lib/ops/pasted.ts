import { plain, printJson, readJson } from '@/lib/format/json'
import { JsonBroken } from '@/lib/format/json-tree'
import { type CallStep, readMongosh } from '@/lib/format/mongosh'
import { ShellBroken } from '@/lib/format/mongosh-tokens'
import { isObject } from '@/lib/format/values'

/** Pasted text: JSON, or mongosh code with the parts that can't be used. */
export type Pasted = {
  /** As `readJson` gives it. */
  value: unknown
  calls: CallStep[][]
  database?: string
  isShell: boolean
  left: string[]
  /** The value, when no call reads it. */
  unusedLast?: string
}

/** Code that can't be converted: in which language, why, and where if that is known. */
export type Unread = { language: 'mongosh' | 'Terraform' | 'YAML'; why: string; from?: number }

/** The text without a first line for the system and without the fences of Markdown; all else keeps its place. */
const bare = (text: string) =>
  text.replace(/^\s*#!.*|^\s*```[\w-]*(?=[ \t]*\r?\n)|(?<=\n)[ \t]*```\s*$/g, (part) =>
    part.replaceAll(/\S/g, ' '),
  )

/** The parsed text, or why code in another language can't be converted. Undefined for anything else. */
export function readPasted(text: string): Pasted | Unread | undefined {
  if (text.trim() === '') return undefined
  try {
    return { value: readJson(text), calls: [], isShell: false, left: [] }
  } catch (error) {
    // It may be mongosh code.
    if (!(error instanceof JsonBroken)) throw error
  }
  try {
    const { comments, unused, ...shell } = readMongosh(bare(text))
    const left = [...(comments > 0 ? ['comments'] : []), ...unused]
    return shell.value === undefined && shell.calls.length === 0
      ? undefined
      : { ...shell, isShell: true, left }
  } catch (error) {
    if (!(error instanceof ShellBroken)) throw error
    const prompt = promptAt(text, error.from)
    if (prompt)
      return {
        language: 'mongosh',
        why: `Remove the prompt “${prompt}” from the start of the line.`,
        from: error.from,
      }
    const other = others.find(({ looks }) => looks.test(text))
    if (other) return other
    return looksLikeShell.test(text)
      ? { language: 'mongosh', why: error.message, from: error.from }
      : undefined
  }
}

const WHY = 'This field takes JSON. Export the value from Atlas, or convert it to JSON.'
const others = [
  {
    language: 'Terraform',
    why: WHY,
    looks:
      /^\s*(?:(?:resource|data|module|variable|output)\s+"|locals\s*\{)|\bjsonencode\(|^\s*"[^"\n]*"[ \t]*=\s/m,
  },
  {
    language: 'YAML',
    why: WHY,
    looks: /^(?:---\s|(?:- )?["']?[$\w.]+["']?:[ \t]*(?:[>|]-?[ \t]*)?\n[ \t]+["'$\w-])/m,
  },
] as const

const looksLikeShell =
  /^\s*(sp|db|use|let|const|var)\b|[{,]\s*\$?\w+\s*:|\b(ISODate|Number\w+|ObjectId|UUID|new\s+\w+)\s*\(|^\s*\/[/*]/

/** What the shell shows before a command, such as `Atlas atlas-abc-shard-0 [primary] test>`, and before its next lines. */
const shellPrompt = /^\s*((?:[\w.:-]+ )*(?:\[[^\]]*\] )?\w[\w$:-]*>|>|\.{3})(?:\s|$)/

/** The prompt that was copied with a command, on the line of a position. */
function promptAt(text: string, at: number): string | undefined {
  const [line = ''] = text.slice(text.lastIndexOf('\n', at - 1) + 1).split('\n', 1)
  return shellPrompt.exec(line)?.[1]
}

/** The call of a method, by its name; `rest` are the other calls and values, as people read them. */
export function callOf(
  { calls, unusedLast }: Pasted,
  names: readonly string[],
): { call: CallStep[]; args: unknown[]; rest: string[] } | undefined {
  const call = calls.find((steps) => names.includes(steps.at(-1)?.name ?? ''))
  return (
    call && {
      call,
      args: call.at(-1)?.args ?? [],
      rest: [
        ...(unusedLast === undefined ? [] : [unusedLast]),
        ...calls
          .filter((one) => one !== call)
          .map((steps) => `${steps.map(({ name }) => name).join('.')}(…)`),
      ],
    }
  )
}

export const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? String(plain(value)) : undefined

/** The names of an object's fields that are not used. */
export const othersOf = (value: Record<string, unknown>, taken: readonly string[], before = '') =>
  Object.keys(value)
    .filter((key) => !taken.includes(key))
    .map((key) => `${before}${String(plain(key))}`)

export const pretty = (value: unknown): string => printJson(value, 2)
export { isObject }
