'use client'
import type { Preview } from '@/lib/ops/console'
import type { EffectView } from '@/lib/ops/request-shapes'
import type { RequestCard } from '@/lib/ops/requests'
import { CallDetails, usePreview } from '../../ops/call-preview'
import { Impact } from '../../ops/impact'
import { Banner } from '../../ui/banner'
import { Card } from '../../ui/page'
import { Skeleton } from '../../ui/skeleton'
import { Time } from '../../ui/time'
import { Meaning } from '../employee-access/meaning'
import { SlotChange } from '../employee-access/slot-change'
import { InputFacts } from '../input-facts'
import { Approvers } from './approvers'
import { Blast } from './blast'
import { Box } from './box'
import { ClientBox } from './client-box'
import { effectsOf } from './progress'
import { Record } from './record'
import type { Narrower } from './use-narrower'

/** The facts for a decision, on one screen, as far as the approver narrows it. */
export function DecisionFacts({ card, narrower }: { card: RequestCard; narrower: Narrower }) {
  const { request, slot, unread } = card
  const { minutes, level, input } = narrower
  const isPending = request.state === 'pending'
  // Then Gatehouse has no complete body to show.
  const hasSecret = card.client !== null && card.client.sha256 === null
  const preview = usePreview(request.op, request.isPlaceGone || hasSecret ? undefined : input)
  const friction = preview.data?.data.friction
  const call = preview.data?.data.call
  const { begin } = effectsOf(card)
  // After the grant is confirmed, or when nothing more will be sent, there is no "after" to show.
  const isOpen = isPending || (request.state === 'approved' && begin?.state !== 'confirmed')
  // For closed requests the outcome shows the state; an earlier read would contradict it.
  const isShown = slot !== null && (isPending || request.state === 'approved')
  const isLeftShort = level !== null && card.several === null && !isShown
  const approvers = (
    <Box title="Approvers" aside={`Policy rules: ${request.policy.rule}`}>
      <Approvers card={card} />
      {request.policy.window && (
        <p className="mt-2 text-muted text-sm">
          The policy allows this only {request.policy.window}.
        </p>
      )}
    </Box>
  )
  return (
    <div className="grid grid-cols-1 gap-3 lg:grid-cols-[minmax(0,7fr)_minmax(0,6fr)]">
      <Card className="divide-y divide-line">
        <Box
          title={card.client?.hasReason ? 'Reason sent by the client' : 'Why'}
          aside={
            <>
              {request.requester.isMe ? 'You' : request.requester.name},{' '}
              <Time at={request.createdAt} />
              {request.revision > 1 && `, revision ${request.revision}`}
            </>
          }
        >
          <blockquote
            // A long reason scrolls, so that the rest stays visible; a line cut in half shows that there is more.
            // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling needs focus
            tabIndex={0}
            className="max-h-27.5 overflow-y-auto whitespace-pre-wrap break-words text-sm"
          >
            {request.reason}
          </blockquote>
        </Box>
        {level ? (
          <Box title="What it allows">
            <Meaning level={level.id} />
          </Box>
        ) : (
          <Box title="Requested change">
            <InputFacts input={request.input} changes={preview.data?.data.changes} />
            {isPending && preview.data && (
              <div className="mt-3">
                <Impact tells={preview.data.data.impact} />
              </div>
            )}
            {friction && friction.level !== 'none' && (
              <p className="mt-2 text-sm text-warn">{friction.because}</p>
            )}
          </Box>
        )}
        <Box
          title={
            isShown
              ? 'Access before and after'
              : card.several
                ? 'Call to Atlas for the first cluster'
                : !isPending && !isOpen && card.effects.every(({ sentAt }) => sentAt === null)
                  ? 'Call to Atlas, not sent'
                  : 'Call to Atlas'
          }
        >
          <div className="grid grid-cols-1 gap-2">
            {isShown && (
              <SlotChange
                now={slot.now}
                after={isOpen ? slot.after : undefined}
                level={level?.id}
                minutes={begin?.expirationTime ? null : minutes}
                startsAt={request.startsAt}
                isApproved={!isPending}
              />
            )}
            {request.isPlaceGone ? (
              <p className="text-muted text-sm">
                It no longer exists in Atlas, so the call can’t be shown.
              </p>
            ) : hasSecret ? (
              <p className="text-muted text-sm">
                The body has a secret, which Gatehouse does not store. The rest of it is above.
              </p>
            ) : preview.isPending ? (
              <Skeleton className="h-9.5 w-full rounded-md" />
            ) : (
              <CallDetails call={call ? asSent(call, begin) : null} />
            )}
            {preview.error && (
              <p className="text-muted text-sm">The call can’t be shown: {preview.error.message}</p>
            )}
          </div>
        </Box>
        {isLeftShort && approvers}
      </Card>
      <Card className="divide-y divide-line">
        {card.client && (
          <ClientBox client={card.client} name={request.requester.name} isUndecided={isPending} />
        )}
        <Box title="Scope" aside={request.organizations.length > 1 ? undefined : request.orgName}>
          <Blast card={card} />
          {unread && isPending && (
            <Banner tone="warn" className="mt-2" title="The cluster can’t be read right now">
              {unread}
            </Banner>
          )}
        </Box>
        <Box
          title={
            request.requester.isMe
              ? 'Your earlier requests'
              : `Earlier requests by ${request.requester.name}`
          }
          aside={card.record.length === 10 ? 'last 10' : undefined}
        >
          <Record
            record={card.record}
            whose={request.requester.isMe ? 'your' : `${request.requester.name}’s`}
            hasCluster={request.clusterName !== null}
          />
        </Box>
        {isLeftShort || approvers}
      </Card>
    </div>
  )
}

/** Shows a sent call with its actual expiry rather than one counted from now. */
function asSent(call: NonNullable<Preview['call']>, begin: EffectView | undefined) {
  const end = begin?.expirationTime?.replace('.000Z', 'Z')
  if (!end) return call
  const fixed = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, end)
  return {
    ...call,
    body: call.body && fixed(call.body),
    curl: fixed(call.curl),
    cli: call.cli && fixed(call.cli),
    note: null,
  }
}
