import { previewOp } from '@/lib/ops/console'
import { whoAmI } from '@/lib/ops/me'
import { entries, listEntries, refusedEntries } from './examples'

type Answer = { status?: number; body: unknown } | 'never'

const ok = (data: unknown, more: object = {}): Answer => ({
  body: { data, asOf: new Date().toISOString(), requestId: '01hzy3v0exampleexample0000', ...more },
})

const all = { results: entries, totalCount: entries.length }

/** The answers of the list in each of its states. */
const listAnswers: Readonly<Record<string, Answer>> = {
  loading: 'never',
  empty: ok({ results: [], totalCount: 0 }),
  failed: { status: 502, body: refusedEntries },
  refused: {
    status: 403,
    body: {
      ...refusedEntries,
      kind: 'not-allowed',
      message: 'Ask your admin for the role viewer.',
    },
  },
  incomplete: ok({ ...all, totalCount: 9, incomplete: true }),
  'odd rows': ok(all, { oddRows: [{ id: 5, name: null }] }),
  'odd parts': ok(all, { oddParts: [{ path: 'results.0.size', value: 'many' }] }),
  'not UTF-8': ok(all, { garbled: true }),
  unexpected: ok({ results: 'none' }),
}

const answers: Readonly<Record<string, Answer | ((input: unknown) => Answer)>> = {
  [whoAmI.id]: ok({
    name: 'Olga Operator',
    subject: 'olga',
    groups: [],
    roles: ['viewer', 'operator'],
    organizations: [],
    projects: [],
    complete: true,
    notes: [],
    contact: 'the platform team',
    sessionEndsAt: '2100-01-01T00:00:00Z',
    gated: [],
  }),
  [previewOp.id]: ok({
    summary: 'Rename the entry',
    impact: ['Clients at this address can no longer connect.'],
    friction: { level: 'none' },
    whyNot: null,
    call: null,
    steps: null,
    lifecycle: null,
  }),
  [listEntries.id]: (input) => listAnswers[(input as { state: string }).state] ?? ok(all),
}

/** Answers the console's own calls in this tab, so that every component can be shown without a server. */
export function answerHere(): void {
  const { fetch } = window
  window.fetch = async (url, init) => {
    const id = decodeURIComponent(/\/api\/ops\/([^/?]+)/.exec(String(url))?.[1] ?? '')
    if (!id) return fetch(url, init)
    const found = answers[id]
    const answer = typeof found === 'function' ? found(JSON.parse(String(init?.body))) : found
    if (answer === undefined) return Response.json(refusedEntries, { status: 502 })
    if (answer === 'never') return new Promise<Response>(() => {})
    return Response.json(answer.body, { status: answer.status ?? 200 })
  }
}
