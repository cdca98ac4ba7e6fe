'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { useCommand } from '@/lib/client/use-command'
import { read } from '@/lib/client/use-op'
import { minutesInWords } from '@/lib/format/duration'
import { count } from '@/lib/format/words'
import { listCheckpoints, signCheckpoint } from '@/lib/ops/proof'
import { Panel } from '../data/panel'
import { saveText } from '../data/save-file'
import { ActionButton } from '../ops/action-button'
import { FailureNote } from '../ops/failure-note'
import { say } from '../ops/tell'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code'
import { Facts } from '../ui/page'
import { Time } from '../ui/time'

type Data = z.output<typeof listCheckpoints.output>

/** Sinks without a name of their own have that of their kind. */
const kinds: Record<string, string> = {
  stdout: 'Gatehouse’s output (stdout)',
  file: 'a file',
  s3: 'a bucket',
  webhook: 'a webhook',
}

/** The signed checkpoints of the log, who has them, and the key to check them with. */
export function Checkpoints() {
  const query = useQuery(read(listCheckpoints, {}))
  const sign = useCommand(signCheckpoint)
  const press = () =>
    sign.mutate(
      {},
      { onSuccess: ({ data }) => void say(`Signed a checkpoint of ${count(data.size, 'row')}`) },
    )
  return (
    <Panel
      title="Signed checkpoints"
      query={query}
      skeletonRows={4}
      isEmpty="never"
      folds
      actions={
        <ActionButton
          op={signCheckpoint}
          scope={{ kind: 'console' }}
          size="sm"
          pending={sign.isPending}
          onPress={press}
        >
          {sign.isPending ? 'Signing…' : 'Sign one now'}
        </ActionButton>
      }
    >
      {(data) => (
        <div className="grid grid-cols-1 gap-3 p-4">
          {sign.error && <FailureNote error={sign.error} />}
          {data.warnings.map((text) => (
            <Banner key={text} tone="warn" title={text} />
          ))}
          <Facts
            items={[
              ['Newest', <Newest key="newest" {...data} />],
              ...data.sinks.map((sink): [string, ReactNode] => [
                `Sent to ${kinds[sink.name] ?? sink.name}`,
                <SinkState key={sink.name} {...sink} />,
              ]),
              ...data.streams.map((stream): [string, ReactNode] => [
                `Streamed to ${stream.name}`,
                <StreamState key={stream.name} {...stream} />,
              ]),
              ['Verified', <Verified key="verified" {...data} />],
            ]}
          />
          {/* Needed outside Gatehouse only. The log comes below. */}
          <details className="text-sm">
            <summary className="text-muted hover:text-text">Public key and checkpoints</summary>
            <div className="mt-2 grid grid-cols-1 gap-2">
              {data.publicKey && <CodeBlock code={data.publicKey} label="public key" wrap />}
              {data.results.length > 0 && (
                <div>
                  <Button
                    size="sm"
                    onClick={() =>
                      saveText(
                        'checkpoints.txt',
                        'text/plain',
                        data.results.map((r) => r.note).join('\n'),
                      )
                    }
                  >
                    <svg aria-hidden className="icon-[download]" /> Download{' '}
                    {count(data.results.length, 'checkpoint')}
                  </Button>
                </div>
              )}
            </div>
          </details>
        </div>
      )}
    </Panel>
  )
}

const Newest = ({ results: [newest] }: Data) =>
  newest ? (
    <>
      {newest.size.toLocaleString('en')} rows, <Time at={newest.madeAt} />
    </>
  ) : (
    'None yet'
  )

const SinkState = ({ size, behindMinutes, error }: Data['sinks'][number]) => (
  <span className={behindMinutes !== null && behindMinutes >= 1 ? 'text-warn' : ''}>
    {size === null ? 'Nothing received yet' : `Has ${size.toLocaleString('en')} rows`}
    {behindMinutes !== null &&
      behindMinutes >= 1 &&
      `, ${minutesInWords(Math.floor(behindMinutes))} behind`}
    {error && `: ${error}`}
  </span>
)

const StreamState = ({ sent, behindRows, behindMinutes, error }: Data['streams'][number]) => (
  <span className={error || (behindMinutes ?? 0) >= 1 ? 'text-warn' : ''}>
    {sent === 0 ? 'Nothing received yet' : `Has row ${sent.toLocaleString('en')}`}
    {behindRows > 0 && `, ${count(behindRows, 'row')} behind`}
    {behindMinutes !== null &&
      behindMinutes >= 1 &&
      `, for ${minutesInWords(Math.floor(behindMinutes))}`}
    {error && `: ${error}`}
  </span>
)

const Verified = ({ verified }: Data) =>
  verified ? (
    <>
      {verified.bad ?? `${(verified.rows ?? 0).toLocaleString('en')} rows, no errors`},{' '}
      <Time at={verified.at} />
    </>
  ) : (
    'Not yet'
  )
