'use client'
import { useQuery } from '@tanstack/react-query'
import { useCommand } from '@/lib/client/use-command'
import { read } from '@/lib/client/use-op'
import { chooseNotifications, myNotifications, unlinkSlack } from '@/lib/ops/notifications'
import { Panel } from '../data/panel'
import { ConfirmAction } from '../ops/confirm-action'
import { say, sayFailure } from '../ops/tell'
import { Checkbox } from '../ui/input'
import { Facts, PageHead } from '../ui/page'
import { SlackLink } from './slack-link'

const words = {
  decide: ['Requests you can decide', 'New and edited requests, and reminders'],
  own: ['Your requests', 'Approved, denied, expired or closed'],
  access: ['Access', 'Granted, expired or revoked, for requests you filed or decided'],
  incidents: ['Incidents', 'Access that was changed outside Gatehouse'],
} as const

/** What a person is notified about, and where. */
export function NotificationsPage() {
  const query = useQuery(read(myNotifications, {}))
  return (
    <>
      <PageHead
        title="Notifications"
        lead="Choose what you are notified about. Emergencies are always sent."
      />
      <div className="grid grid-cols-1 gap-4">
        <SlackLink />
        <Panel title="Events" query={query} isEmpty="never" skeletonRows={4}>
          {({ topics }) => (
            <div className="grid gap-0.5 px-3 py-3">
              {topics.map((one) => (
                <Topic key={one.topic} {...one} />
              ))}
            </div>
          )}
        </Panel>
        <Panel title="Channels" query={query} isEmpty="never" skeletonRows={2}>
          {({ email, slack }) => (
            <div className="grid justify-items-start gap-3 p-4">
              <Facts
                items={[
                  ['E-mail', reached(email.address, email.whyNot)],
                  ['Slack', reached(slack.account, slack.whyNot)],
                ]}
              />
              {slack.account !== null && (
                <ConfirmAction
                  op={unlinkSlack}
                  input={{}}
                  label="Unlink Slack"
                  title="Unlink your Slack account?"
                  description="You get no more messages there, and can’t deny requests from there."
                  variant="danger-plain"
                  size="sm"
                />
              )}
            </div>
          )}
        </Panel>
      </div>
    </>
  )
}

const reached = (to: string | null, whyNot: string | null) =>
  whyNot ? `${to ? `${to}: not used. ` : 'Not used. '}${whyNot}` : (to ?? 'Not used.')

function Topic({ topic, on }: { topic: keyof typeof words; on: boolean }) {
  const choose = useCommand(chooseNotifications)
  const [title, detail] = words[topic]
  // Until the list is read again, what was chosen.
  const isOn = choose.isPending || choose.isSuccess ? (choose.variables?.on ?? on) : on
  return (
    <label
      htmlFor={`topic-${topic}`}
      className="flex min-h-7 items-start gap-2.5 rounded-md px-1 py-1 text-sm hover:bg-hover pointer-coarse:min-h-10 pointer-coarse:items-center"
    >
      <Checkbox
        id={`topic-${topic}`}
        checked={isOn}
        onChange={(event) =>
          choose.mutate(
            { topic, on: event.target.checked },
            { onError: sayFailure, onSuccess: () => void say(`${title}: saved`) },
          )
        }
        className="-mt-0.5"
      />
      <span className="min-w-0">
        {title}
        <span className="block text-muted text-xs">{detail}</span>
      </span>
    </label>
  )
}
