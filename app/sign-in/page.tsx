import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { SignInCard } from '@/components/sign-in/sign-in-card'
import { SignInForm } from '@/components/sign-in/sign-in-form'
import { SignInRefusal } from '@/components/sign-in/sign-in-refusal'
import { Banner } from '@/components/ui/banner'
import { samePath } from '@/lib/server/auth'
import { configuration } from '@/lib/server/configuration'
import { currentPerson } from '@/lib/server/person'
import { refusalFacts } from '@/lib/server/refusal'
import { signInSentence } from '@/lib/server/sign-in-errors'
import { SIGNED_OUT } from '@/lib/server/sign-out-url'

export const metadata: Metadata = { title: 'Sign in' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error, ref, state } = await searchParams
  const to = samePath(typeof callbackUrl === 'string' ? callbackUrl : '/')
  const isRefused = typeof error === 'string'
  // Right after a refusal the database may be what is missing.
  const person = await currentPerson().catch((cause) => {
    if (isRefused) return null
    throw cause
  })
  if (!isRefused && person) redirect(to)
  const facts =
    isRefused && typeof ref === 'string'
      ? await refusalFacts(ref, (await headers()).get('cookie'))
      : undefined
  const { signIn } = configuration()

  return (
    <SignInCard title="Sign in">
      <p className="mt-1 text-muted text-sm">Request, approve and audit access to MongoDB Atlas.</p>
      {isRefused && (
        <SignInRefusal
          sentence={signInSentence(error)}
          facts={facts}
          signedIn={person ? { name: person.name, to } : undefined}
        />
      )}
      {!isRefused && isOneOf(state, Object.values(SIGNED_OUT)) && (
        <Banner tone="good" role="status" className="mt-4" title="You are signed out">
          {state === SIGNED_OUT.here && (
            <p>Your session at {signIn.name} may still be open. Sign out there too.</p>
          )}
        </Banner>
      )}
      <SignInForm providerName={signIn.name} callbackUrl={to} isOther={needsOther(error)} />
    </SignInCard>
  )
}

// The provider knows this person and would send the same answer again without asking.
const needsOther = (error: unknown) =>
  isOneOf(error, ['access_denied', 'provider-refused', 'subject-unusable', 'groups-overage'])

const isOneOf = (value: unknown, list: readonly string[]) => list.some((item) => item === value)
