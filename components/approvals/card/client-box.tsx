import type { ReactNode } from 'react'
import { count } from '@/lib/format/words'
import type { ClientView } from '@/lib/ops/plans'
import { Time } from '../../ui/time'
import { Box } from './box'

const modes = {
  permit: 'After the approval, the client sends exactly this call again, and it passes once.',
  send: 'After the approval, Gatehouse sends exactly this call, once.',
}

/** SHA-256 of no bytes. */
const NO_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** Who sent the call, with what, and what the approval is for. */
export function ClientBox({
  client,
  name,
  isUndecided,
}: {
  client: ClientView
  name: string
  /** Once it is decided, the outcome and the steps say what happened. */
  isUndecided: boolean
}) {
  const { machine, says, method, path, query, sha256, mode, repeats, repeatedAt } = client
  return (
    <Box title="Sent by" aside={machine ? 'Machine' : 'A person’s own client'}>
      <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5 text-sm">
        <Fact label="Credential">
          {machine?.name ?? name}
          {machine?.isOver && <span className="text-warn"> (revoked or expired)</span>}
        </Fact>
        {machine && <Fact label="Owner">{machine.owner}</Fact>}
        {machine && <Fact label="Purpose">{machine.purpose}</Fact>}
        <Fact label="Client">{says ? <Said says={says} /> : 'No User-Agent'}</Fact>
        <Fact label="Call">
          <code className="break-all font-mono text-xs">
            {method} {path}
            {query && `?${query}`}
          </code>
        </Fact>
        <Fact label="Body">
          {sha256 === null ? (
            'Contains a secret, so it isn’t stored'
          ) : sha256 === NO_BODY ? (
            'None'
          ) : (
            <code className="break-all font-mono text-xs">SHA-256 {sha256.slice(0, 16)}…</code>
          )}
        </Fact>
        <Fact label="Repeated">
          {repeats === 0 ? (
            'No'
          ) : (
            <>
              {count(repeats, 'time')}, last <Time at={repeatedAt} />
            </>
          )}
        </Fact>
        <Fact label="Today">
          <Today today={client.today} />
        </Fact>
      </dl>
      {isUndecided && <p className="mt-2 text-muted text-sm">{modes[mode]}</p>}
    </Box>
  )
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="contents">
    <dt className="text-muted">{label}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
)

/** Anyone can send any User-Agent, so the card says whose words these are. */
function Said({ says }: { says: NonNullable<ClientView['says']> }) {
  const { name, version, resource, operation, module } = says
  const parts = [
    resource && operation ? `${operation} ${resource}` : resource,
    module && `module ${module}`,
  ].filter(Boolean)
  return (
    <>
      {name}
      {version && ` ${version}`}
      {parts.length > 0 && `: ${parts.join(', ')}`}
      <span className="text-muted"> (self-reported)</span>
    </>
  )
}

function Today({ today: { requests, calls } }: Pick<ClientView, 'today'>) {
  const total = calls.reduce((sum, one) => sum + one.calls, 0)
  const said = `${count(requests, 'request')}, ${count(total, 'call')}`
  if (calls.length === 0) return said
  return (
    <details>
      <summary>{said}</summary>
      <ul className="mt-1 grid gap-0.5 font-mono text-xs">
        {calls.map(({ operation, calls: n, refusals }) => (
          <li key={operation} className="break-words">
            {operation}: {n}
            {refusals > 0 && ` (${refusals} refused)`}
          </li>
        ))}
      </ul>
    </details>
  )
}
