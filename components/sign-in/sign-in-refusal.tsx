import Link from 'next/link'
import { Banner } from '@/components/ui/banner'

type Facts = {
  ref: string
  detail?: string | undefined
  provider?: { error: string; description?: string | undefined } | undefined
}

/** Why a sign-in did not go on: the sentence, the provider's own words marked as such, and what an admin needs. */
export const SignInRefusal = ({
  sentence,
  facts,
  signedIn,
}: {
  sentence: string
  facts: Facts | undefined
  /** Set if a person is still signed in, for instance after a refused step-up. */
  signedIn: { name: string; to: string } | undefined
}) => (
  <Banner
    tone="bad"
    role="alert"
    className="mt-4"
    title={signedIn ? 'The sign-in failed' : 'You are not signed in'}
  >
    <p>{sentence}</p>
    {facts?.provider && (
      <p className="mt-2">
        Your identity provider says: <code className="break-words">{facts.provider.error}</code>
        {facts.provider.description && (
          <q className="mt-1 block break-words">
            <bdi>{facts.provider.description}</bdi>
          </q>
        )}
      </p>
    )}
    {facts?.detail && (
      <p className="mt-2 break-words">
        <bdi>{facts.detail}</bdi>
      </p>
    )}
    {facts && (
      <p className="mt-2 text-muted text-xs">
        Request ID <code>{facts.ref}</code>
      </p>
    )}
    {signedIn && (
      <p className="mt-2">
        You are still signed in as <bdi>{signedIn.name}</bdi>.{' '}
        <Link href={signedIn.to} className="underline">
          Continue
        </Link>
      </p>
    )}
  </Banner>
)
