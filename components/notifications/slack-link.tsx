'use client'
import { useQuery } from '@tanstack/react-query'
import { useAddress } from '@/lib/client/use-address'
import { read } from '@/lib/client/use-op'
import { linkSlack, slackCode } from '@/lib/ops/notifications'
import { ConfirmAction } from '../ops/confirm-action'
import { FailureNote } from '../ops/failure-note'
import { Banner } from '../ui/banner'

/** Asks whether the Slack account of a link is the reader's. Nothing happens until they confirm. */
export function SlackLink() {
  const address = useAddress()
  const code = address.get('slack')
  return code ? (
    <Asked code={code} onDone={() => address.set({ slack: null }, { replace: true })} />
  ) : null
}

function Asked({ code, onDone }: { code: string; onDone: () => void }) {
  const { data, error } = useQuery(read(slackCode, { code }))
  if (error) return <FailureNote error={error} />
  if (!data || data.misfit) return null
  const { account } = data.data
  if (account === null)
    return (
      <Banner tone="warn" title="This link is no longer valid">
        Press a button in Slack again.
      </Banner>
    )
  return (
    <Banner
      tone="warn"
      title={`Is the Slack account “${account}” yours?`}
      actions={
        <ConfirmAction
          op={linkSlack}
          input={{ code }}
          label="Link account"
          title={`Link the Slack account “${account}”?`}
          description="It gets your notifications and can deny requests in your name."
          tone="primary"
          variant="primary"
          size="sm"
          onDone={onDone}
        />
      }
    >
      Whoever uses it can deny requests in your name. Continue only if you pressed a button in Slack
      just now.
    </Banner>
  )
}
