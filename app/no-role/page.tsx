import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInCard } from '@/components/sign-in/sign-in-card'
import { SignOutForm } from '@/components/sign-in/sign-out-form'
import { Facts } from '@/components/ui/page'
import { routes } from '@/lib/routes'
import { configuration } from '@/lib/server/configuration'
import { currentPerson } from '@/lib/server/person'

export const metadata: Metadata = { title: 'No role' }

export default async function NoRolePage() {
  const person = await currentPerson()
  if (!person) redirect(routes.signIn())
  if (person.bindings.length > 0) redirect(routes.home())

  return (
    <SignInCard title="You have no role here">
      <p className="mt-2 text-muted text-sm">
        Your sign-in worked, but none of your groups is bound to a role in Gatehouse. Ask{' '}
        <strong className="font-medium text-text">{configuration().contact}</strong> for one, then
        sign out and in again: groups are read at sign-in.
      </p>
      <Facts
        className="mt-4"
        items={[
          ['You are', person.email ? `${person.name}, ${person.email}` : person.name],
          ['Signed in at', new URL(person.iss).host],
          [
            'Groups seen',
            person.groups.length > 0
              ? person.groups.join(', ')
              : 'None: your identity provider sent no group.',
          ],
        ]}
      />
      <SignOutForm />
    </SignInCard>
  )
}
