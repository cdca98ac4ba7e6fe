import { rolesAt } from './bindings'
import type { Directory, Problem } from './directory'
import type { Person } from './person'

type Who = Pick<Person, 'bindings'>

/**
 * Notices for a person about connections that can't be read. A connection is named to people with a role in one of its
 * organizations. People whose role may be in one that was never read get a notice without its name.
 */
export function notesFor(person: Who, { problems, orgs, projects }: Directory): string[] {
  const named = problems.filter((problem) => mayKnow(person, problem))
  const hidden = problems.filter((problem) => !named.includes(problem) && !problem.view.isRead)
  const mayBeTheirs = person.bindings.some(
    ({ scope }) =>
      ('org' in scope && !orgs.has(scope.org)) ||
      ('project' in scope && !projects.has(scope.project)) ||
      'tag' in scope,
  )
  return [
    ...named.map(({ view: { connection }, why }) =>
      why.includes(`“${connection.name}”`) ? why : `Connection ${connection.name}: ${why}`,
    ),
    ...(hidden.length > 0 && mayBeTheirs ? ['Part of Atlas can’t be read now.'] : []),
  ]
}

const mayKnow = (person: Who, { view }: Problem) =>
  person.bindings.some(({ scope }) => 'all' in scope) ||
  view.orgs.some(({ orgId }) => rolesAt(person, { orgId, tags: [] }).length > 0) ||
  view.projects.some((project) => rolesAt(person, project).length > 0)
