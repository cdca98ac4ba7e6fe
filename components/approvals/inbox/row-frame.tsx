import Link from 'next/link'
import type { ReactNode } from 'react'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { routes } from '@/lib/routes'
import { Sentence } from '../../ops/sentence'
import { Badge, EnvironmentBadge } from '../../ui/badge'
import { Time } from '../../ui/time'
import { MachineBadge } from '../card/machine-badge'
import { Twin } from '../twin'

/** A row of a list of requests: what it opens, facts about it, and its actions on the right. */
export function InboxRow({
  href,
  title,
  facts,
  children,
  aside,
  footer,
}: {
  href: string
  title: ReactNode
  facts: ReactNode
  children?: ReactNode
  aside: ReactNode
  footer?: ReactNode
}) {
  return (
    <li
      data-inbox-row
      // Rows are focusable for keyboard navigation; actions are in their links and buttons.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: j and k move here
      tabIndex={0}
      className="relative px-4 py-3 hover:bg-hover focus-visible:z-1 focus-visible:outline-offset-[-2px]"
    >
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2.5">
        <div className="min-w-0 flex-1 basis-80">
          <p className="text-base">
            <Link href={href} className="after:absolute after:inset-0 hover:text-accent">
              {title}
            </Link>
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs [&_:is(a,button,time)]:relative [&_:is(a,button,time)]:z-1">
            {facts}
          </p>
          {children}
        </div>
        <div className="flex items-center gap-3 max-sm:w-full max-sm:justify-between [&_:is(a,button,time)]:relative [&_:is(a,button,time)]:z-1">
          {aside}
        </div>
      </div>
      {footer}
    </li>
  )
}

/** A request in a list, with its actions on the right. */
export const RowFrame = ({
  request,
  ...rest
}: {
  request: RequestSummary
  children?: ReactNode
  aside: ReactNode
  footer?: ReactNode
}) => (
  <InboxRow
    {...rest}
    href={routes.request(request.id)}
    title={<Sentence request={request} />}
    facts={
      <>
        {request.breakGlass && <Badge tone="warn">Break-glass</Badge>}
        {request.groupId !== null && <EnvironmentBadge environment={request.environment} />}
        <span className="min-w-0 break-words">
          {request.groupId !== null && `${request.groupName} · `}
          {request.orgName}
        </span>
        <span>
          {request.requester.isMe ? 'you' : request.requester.name}, <Time at={request.createdAt} />
        </span>
        {request.requester.isTwin && <Twin of="you" />}
        <MachineBadge client={request.client} />
        {request.ticket && <span className="font-mono">{request.ticket}</span>}
      </>
    }
  />
)

export const Reason = ({ text }: { text: string }) => (
  <p className="mt-1 line-clamp-2 break-words text-sm sm:line-clamp-1">“{text}”</p>
)
