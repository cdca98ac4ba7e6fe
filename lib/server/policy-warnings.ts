import type { Match } from '@/lib/approvals/policy-match'
import type { Step } from '@/lib/approvals/terms'
import { list, quoted } from '@/lib/format/words'
import { bindingsOf } from './bindings'
import { sql } from './database'
import { type Directory, directory } from './directory'
import { mayCover, type Problem } from './policy-check'
import { policySettings } from './policy-settings'

/**
 * What in the policy can't work as far as Gatehouse can tell: places that Atlas does not show, and steps that need more
 * approvals than people have signed in. Both can change while Gatehouse runs, so they do not stop it.
 */
export async function policyWarnings(): Promise<Problem[]> {
  const known = await directory()
  const places =
    known.problems.length > 0
      ? []
      : policySettings().policy.rules.flatMap(({ match }, i) =>
          ofRule(i, unknownPlaces(match, known)),
        )
  return [...places, ...(await unreachableSteps())]
}

const ofRule = (i: number, found: Problem[]) =>
  found.map(({ path, message }) => ({ path: ['policy', 'rules', i, ...path], message }))

/** Steps that need more approvals than people have signed in who can give one. */
export async function unreachableSteps(): Promise<Problem[]> {
  const { policy, signIn } = policySettings()
  const people = await sql()<{ groups: string[] }[]>`
    select groups from person_seen where iss = ${signIn.issuer}`
  const held = people.map(({ groups }) => groups)
  return policy.rules.flatMap(({ match, steps = [] }, i) => ofRule(i, tooFew(match, steps, held)))
}

function unknownPlaces({ org = [], project = [], tag = [] }: Match, known: Directory): Problem[] {
  const tags = new Set(
    [...known.projects.values()].flatMap((one) => one.tags.map(({ key }) => key)),
  )
  const unknown = (
    key: string,
    what: string,
    names: readonly string[],
    isKnown: (name: string) => boolean,
  ) =>
    names.flatMap((name, i) =>
      isKnown(name) ? [] : [{ path: ['match', key, i], message: `Atlas shows no ${what} ${name}` }],
    )
  return [
    ...unknown('org', 'organization', org, (id) => known.orgs.has(id)),
    ...unknown('project', 'project', project, (id) => known.projects.has(id)),
    ...unknown(
      'tag',
      'project with the tag',
      tag.map((one) => one.split('=')[0] ?? one),
      (key) => tags.has(key),
    ),
  ]
}

/** Steps that need more people than have signed in with the role and one of the groups. */
function tooFew(match: Match, steps: readonly Step[], people: readonly string[][]): Problem[] {
  const mayApprove = (held: readonly string[], groups: readonly string[]) =>
    (groups.length === 0 || groups.some((group) => held.includes(group))) &&
    bindingsOf(held).some((b) => b.role === 'approver' && mayCover(b, match))
  const lacking = steps.flatMap(({ groups, count }, i) => {
    const n = people.filter((held) => mayApprove(held, groups)).length
    const who = groups.length > 0 ? list(groups, 'or') : 'any approver'
    return n < count
      ? [
          {
            path: ['steps', i],
            message: `needs ${count} approvals from ${quoted(who)}, and ${n} such people have signed in so far`,
          },
        ]
      : []
  })
  const all = people.filter((held) => steps.some(({ groups }) => mayApprove(held, groups))).length
  const needed = steps.reduce((sum, { count }) => sum + count, 0)
  return lacking.length === 0 && all < needed
    ? [
        {
          path: ['steps'],
          message: `need ${needed} different people, and ${all} have signed in so far`,
        },
      ]
    : lacking
}
