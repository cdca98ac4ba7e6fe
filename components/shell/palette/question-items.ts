import type { z } from 'zod'
import type { Me } from '@/lib/client/use-me'
import type { auditChoices } from '@/lib/ops/audit'
import { contact } from '@/lib/ops/contact'
import { routes } from '@/lib/routes'
import { iconOf } from './icon-of'
import type { Item } from './item'

const onlyAuditors = () => `Only auditors can open Audit. Ask ${contact()} for the role.`

/** What changed here today, and what each person did. In the palette, `w` and Enter open the first. */
export function questionItems(
  me: Me,
  { groupId, orgId }: Readonly<Record<string, string>>,
  people: z.output<typeof auditChoices.output>['people'],
): Item[] {
  const project = me.projects.find((one) => one.groupId === groupId)
  const org = me.organizations.find((one) => one.orgId === orgId)
  const refused = me.roles.includes('auditor') ? undefined : onlyAuditors()
  const item = (name: string, href: string, more: Partial<Item>): Item => ({
    id: `question ${href}`,
    name,
    href,
    label: 'History',
    icon: iconOf('changes'),
    weight: -1,
    ...more,
  })
  const others = people.filter(({ person }) => person !== me.subject)
  return [
    ...(project
      ? [
          item(`What changed in ${project.name} today`, routes.changes(project.groupId), {
            near: 0,
          }),
        ]
      : []),
    ...(org
      ? [item(`What changed in ${org.name}`, routes.orgActivity(org.orgId), { near: 0 })]
      : []),
    item('What you did', routes.audit({ person: me.subject }), { near: 1, refused }),
    ...others.map(({ person, name }) =>
      item(`What ${name} did`, routes.audit({ person }), {
        near: 3,
        weight: 6,
        also: [person],
        refused,
      }),
    ),
  ]
}
