import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInCard } from '@/components/sign-in/sign-in-card'
import { SignInForm } from '@/components/sign-in/sign-in-form'
import { Banner } from '@/components/ui/banner'
import { samePath } from '@/lib/server/auth'
import { configuration } from '@/lib/server/configuration'
import { currentPerson } from '@/lib/server/person'
import { signInSentence } from '@/lib/server/sign-in-errors'
import { SIGNED_OUT } from '@/lib/server/sign-out-url'

export const metadata: Metadata = { title: 'Sign in' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error, state } = await searchParams
  const to = samePath(typeof callbackUrl === 'string' ? callbackUrl : '/')
  if (error === undefined && (await currentPerson())) redirect(to)
  const { signIn } = configuration()

  return (
    <SignInCard title="Sign in">
      <p className="mt-1 text-muted text-sm">
        Access to MongoDB Atlas, asked for, decided by a second person, and proved.
      </p>
      {error !== undefined && (
        <Banner tone="bad" role="alert" className="mt-4" title="You are not signed in">
          {signInSentence(String(error))}
        </Banner>
      )}
      {error === undefined && state === SIGNED_OUT && (
        <Banner tone="good" role="status" className="mt-4" title="You are signed out" />
      )}
      {/* After a refusal the provider would let the same person through again, unasked. */}
      <SignInForm providerName={signIn.name} callbackUrl={to} fresh={error !== undefined} />
    </SignInCard>
  )
}
