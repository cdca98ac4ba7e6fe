import { createContext, Script } from 'node:vm'

// A configured regular expression may take exponential time. In its own context it can be interrupted.
const script = new Script('texts.map((text) => new RegExp(source, "u").test(text))')
const context = createContext({ source: '', texts: [] })
const TIMEOUT_MS = 100
/** On a busy machine the timeout can pass while this thread waits. Then it gets twice the time, up to this. */
const LONGEST_TIMEOUT_MS = 3_200
const LONGEST_TICKET = 60

/** Whether a whole ticket matches a pattern; 'too-slow' when that took more than a tenth of a second. */
export function ticketMatches(pattern: string, ticket: string): boolean | 'too-slow' {
  const matches = matchesOf(pattern, [ticket])
  return matches === 'too-slow' ? matches : matches[0] === true
}

function matchesOf(pattern: string, texts: readonly string[]): unknown[] | 'too-slow' {
  Object.assign(context, { source: `^(?:${pattern})$`, texts })
  for (let timeout = TIMEOUT_MS; timeout <= LONGEST_TIMEOUT_MS; timeout *= 2) {
    const before = process.threadCpuUsage()
    try {
      return script.runInContext(context, { timeout })
    } catch (error) {
      // Thrown in another realm, so it may not be an instance of this Error.
      const { code } = Object(error)
      if (code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
      const { user, system } = process.threadCpuUsage(before)
      if ((user + system) / 1000 > TIMEOUT_MS / 2) return 'too-slow'
    }
  }
  return 'too-slow'
}

/**
 * Why a pattern can't be used for tickets, as a sentence; undefined when it can. Repetitions of what the pattern names are
 * tried at full length: they are what makes an ambiguous one slow.
 */
export function whyNotPattern(pattern: string): string | undefined {
  try {
    new RegExp(`^(?:${pattern})$`, 'u')
  } catch {
    return 'write a regular expression (of the Unicode kind: only special characters are escaped)'
  }
  const signs = [...new Set([...pattern.replace(/[^\w-]/g, ''), ...'aA0-_ '])].slice(0, 16)
  const units = [...signs, ...signs.flatMap((a) => signs.map((b) => a + b))]
  const texts = units.map(
    (unit) => `${unit.repeat(LONGEST_TICKET).slice(0, LONGEST_TICKET - 1)}\u0001`,
  )
  // All in one run, because each run starts a thread that watches the time.
  return matchesOf(pattern, texts) === 'too-slow'
    ? 'this takes too long on some tickets: avoid a repetition inside a repetition, such as (a+)+'
    : undefined
}
