import type { z } from 'zod'
import { roughly } from '@/lib/format/time'
import { count } from '@/lib/format/words'
import type { getHealth } from '@/lib/ops/health'
import { routes } from '@/lib/routes'

export type Health = z.output<typeof getHealth.output>

/** Something to look at, and where. Without `href` there is no page for it. */
export type Problem = { what: string; since?: string; href?: string; link?: string }

/** Older work in a queue that empties by itself is a problem, in seconds. */
const LATE = 300

type Target = Required<Pick<Problem, 'href' | 'link'>>
const approvals: Target = { href: routes.approvals(), link: 'View requests' }
const deliveries: Target = { href: routes.deliveries(), link: 'View deliveries' }

/** Where each queue can be worked off. */
export const pageOf: Record<string, Target> = {
  requests: approvals,
  effects: approvals,
  unknown: approvals,
  stuck: approvals,
  guided: approvals,
  drift: approvals,
  commands: { href: routes.audit(), link: 'View audit log' },
  deliveries,
  dead: deliveries,
}

/** Queues that need a person as soon as anything is in them. */
const alarming = ['unknown', 'stuck', 'commands', 'guided', 'drift', 'dead']
/** Queues that wait for people. */
const patient = ['requests']

const names: ReadonlyArray<[part: keyof Health, name: string]> = [
  ['database', 'The database'],
  ['warnings', 'The proof of the audit log'],
  ['queues', 'The queues'],
  ['chain', 'The audit log'],
  ['channels', 'The notification channels'],
  ['replicas', 'The list of consoles'],
]

/** What needs attention, the worst first. */
export function problemsIn(health: Health): Problem[] {
  const { warnings, queues, channels, replicas, loops, connections } = health
  const unread = names.flatMap(([part, name]) => {
    const { why } = health[part] as { why: string | null }
    return why === null ? [] : [{ what: `${name} can’t be read. ${why}` }]
  })
  const running = (replicas.value ?? []).filter(({ isLost }) => !isLost)
  const versions = new Set(running.map(({ version }) => version))
  return [
    ...unread,
    ...(warnings.value ?? []).map((what) => ({
      what,
      href: routes.audit(),
      link: 'View audit log',
    })),
    ...(queues.value ?? []).filter(needsAttention).map((queue) => ({
      what: `${queue.label}: ${queue.length.toLocaleString('en')}${ageOf(queue.oldestSeconds)}`,
      ...pageOf[queue.name],
    })),
    ...(loops.value ?? [])
      .filter(({ failingSince }) => failingSince !== null)
      .map(({ label, replica, failingSince, failuresInARow, error }) => ({
        what: `“${label}” fails on ${replica}, ${failuresInARow.toLocaleString('en')} times in a row. ${error ?? 'The log says why.'}`,
        ...(failingSince ? { since: failingSince } : {}),
      })),
    ...(connections.value ?? []).flatMap(({ name, replica, problem }) =>
      problem === null
        ? []
        : [
            {
              what: problem.includes(`connection “${name}”`)
                ? `On ${replica}: ${problem}`
                : `The connection “${name}” fails on ${replica}: ${problem}`,
              href: routes.connections(),
              link: 'View connections',
            },
          ],
    ),
    ...(channels.value ?? []).flatMap(({ name, off }) =>
      off === null ? [] : [{ what: `The channel “${name}” is off: ${off}`, ...deliveries }],
    ),
    ...(replicas.value ?? [])
      .filter(({ isLost }) => isLost)
      .map(({ name }) => ({
        what: `The console ${name} has stopped or can’t reach the database.`,
      })),
    ...(versions.size > 1
      ? [{ what: `Consoles run ${count(versions.size, 'version')}: ${[...versions].join(', ')}.` }]
      : []),
  ]
}

type Queue = NonNullable<Health['queues']['value']>[number]

export const needsAttention = ({ name, length, oldestSeconds }: Queue): boolean =>
  length > 0 &&
  (alarming.includes(name) || (!patient.includes(name) && (oldestSeconds ?? 0) > LATE))

const ageOf = (seconds: number | null) =>
  seconds === null ? '' : `, oldest ${roughly(seconds * 1000)} ago`
