import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const call = z.object({
  seq: z.number(),
  /** Real time. */
  at: z.string(),
  method: z.string(),
  /** Includes the query. */
  path: z.string(),
  operationId: z.string().optional(),
  groupId: z.string().optional(),
  /** The requested resource version. */
  version: z.string().optional(),
  /** The request body as text, without tokens; undefined when there was none. */
  body: z.string().optional(),
  /** null until answered, and when there was no answer. */
  status: z.number().nullable(),
  answered: z.boolean(),
  /** Distinguishes credentials without revealing them. */
  credential: z.string().optional(),
})
export type Call = z.output<typeof call>

/** The number of calls that are kept. */
const kept = 20_000

/** Every call received, oldest first. With a file, a call is on disk before it is processed. */
export class CallLog {
  private calls: Call[] = []
  private nextSeq = 1
  private readonly file: string | undefined

  constructor(file?: string) {
    this.file = file
    if (!file || !existsSync(file)) return
    const known = new Map<number, Call>()
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const parsed = parseLine(line)
      if (parsed) known.set(parsed.seq, parsed)
    }
    this.calls = [...known.values()].slice(-kept)
    this.nextSeq = (this.calls.at(-1)?.seq ?? 0) + 1
    this.rewrite()
  }

  /** Records a call. */
  received(about: Omit<Call, 'seq' | 'at' | 'status' | 'answered'>): Call {
    const noted: Call = {
      seq: this.nextSeq++,
      at: new Date().toISOString(),
      ...about,
      status: null,
      answered: false,
    }
    this.calls.push(noted)
    if (this.calls.length > kept * 1.5) {
      this.calls = this.calls.slice(-kept)
      this.rewrite()
    } else this.append(noted)
    return noted
  }

  /** Records the answer of a call. `answered` is false when the answer was cut off. */
  answered(noted: Call, status: number, answered: boolean): void {
    noted.status = status
    noted.answered = answered
    this.append(noted)
  }

  list(
    filter: Partial<Pick<Call, 'operationId' | 'groupId' | 'method'>> & { since?: number },
  ): Call[] {
    return this.calls.filter(
      (c) =>
        c.seq > (filter.since ?? 0) &&
        (filter.operationId === undefined || c.operationId === filter.operationId) &&
        (filter.groupId === undefined || c.groupId === filter.groupId) &&
        (filter.method === undefined || c.method === filter.method.toUpperCase()),
    )
  }

  clear(): void {
    this.calls = []
    this.rewrite()
  }

  private append(noted: Call): void {
    if (this.file) appendFileSync(this.file, `${JSON.stringify(noted)}\n`)
  }

  private rewrite(): void {
    if (this.file)
      writeFileSync(this.file, this.calls.map((c) => `${JSON.stringify(c)}\n`).join(''))
  }
}

/** Ignores a line that a crash cut off. */
function parseLine(line: string): Call | undefined {
  try {
    return call.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}
