import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInCard } from '@/components/sign-in/sign-in-card'
import { SignOutForm } from '@/components/sign-in/sign-out-form'
import { Banner } from '@/components/ui/banner'
import { Facts } from '@/components/ui/page'
import { routes } from '@/lib/routes'
import { configuration } from '@/lib/server/configuration'
import { currentPerson } from '@/lib/server/person'

export const metadata: Metadata = { title: 'No role' }

export default async function NoRolePage() {
  const person = await currentPerson()
  if (!person) redirect(routes.signIn())
  if (person.bindings.length > 0) redirect(routes.home())

  const { contact, signIn } = configuration()

  return (
    <SignInCard title="You have no role here">
      <p className="mt-2 text-muted text-sm">
        You are signed in, but none of your groups has a role in Gatehouse. Ask{' '}
        <strong className="font-medium text-text">{contact}</strong> for a role, then sign out and
        sign in again.
      </p>
      <Facts
        className="mt-4"
        items={[
          [
            'Signed in as',
            <bdi key="name">{person.email ? `${person.name}, ${person.email}` : person.name}</bdi>,
          ],
          ['Provider', new URL(person.iss).host],
          [
            'Groups',
            person.groups.length > 0 ? <GroupList key="groups" groups={person.groups} /> : 'None',
          ],
        ]}
      />
      {person.groupsNote && (
        <Banner tone="warn" className="mt-4" title="Check the provider’s groups claim">
          {noteSentences[person.groupsNote](signIn.groupsClaim)}
        </Banner>
      )}
      <SignOutForm />
    </SignInCard>
  )
}

const noteSentences = {
  'no-claim': (claim: string) =>
    `The identity provider sent no claim named ${claim}. Make it send the groups, add the scope it needs to signIn.scopes, or set signIn.groupsClaim to the right name.`,
  'one-text': (claim: string) =>
    `The claim ${claim} is a single string that looks like a list. If it is one, set signIn.groupsSeparator to its separator.`,
}

const GroupList = ({ groups }: { groups: string[] }) => (
  <ul>
    {groups.slice(0, SHOWN).map((group) => (
      <li key={group} className="whitespace-pre-wrap break-words">
        <bdi>{group}</bdi>
      </li>
    ))}
    {groups.length > SHOWN && <li className="text-muted">and {groups.length - SHOWN} more</li>}
  </ul>
)

const SHOWN = 50
