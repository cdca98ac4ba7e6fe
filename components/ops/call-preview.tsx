'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '@/lib/client/use-op'
import { type Preview, previewOp } from '@/lib/ops/console'
import { CodeBlock } from '../ui/code'
import { Segments } from '../ui/segments'

/**
 * What an operation with this input would do, from the server, which alone knows; undefined input asks nothing. `fresh`
 * where the next step is to send it: what it is held against is then read past the cache.
 */
export const usePreview = (op: string, input: Record<string, unknown> | undefined, fresh = false) =>
  useQuery({
    ...read(previewOp, { op, input: input ?? {}, ...(fresh ? { fresh } : {}) }),
    enabled: input !== undefined,
    placeholderData: keepPreviousData,
    // The key contains the input, and so maybe a secret.
    gcTime: 0,
  })

const ways = ['HTTP', 'curl', 'Atlas CLI'] as const

/** The API call of a loaded preview. */
export function ExactCall({ call }: { call: Preview['call'] }) {
  const [way, setWay] = useState<(typeof ways)[number]>('HTTP')
  if (!call)
    return (
      <p className="text-muted text-sm">Gatehouse does this itself, without a call to Atlas.</p>
    )

  const text = {
    HTTP: [
      `${call.method} ${call.url}`,
      `Accept: application/vnd.atlas.${call.version}+json`,
      ...(call.body
        ? [`Content-Type: application/vnd.atlas.${call.version}+json`, '', call.body]
        : []),
    ].join('\n'),
    curl: call.curl,
    'Atlas CLI': call.cli ?? '',
  }
  return (
    <div className="grid grid-cols-1 gap-2">
      <Segments
        label="Show the call as"
        options={ways.filter((w) => text[w])}
        value={way}
        onChange={setWay}
      />
      <CodeBlock code={text[way]} label={way === 'HTTP' ? 'HTTP request' : way} />
      {call.note && <p className="text-muted text-xs">{call.note}</p>}
      {call.roles.length > 0 && (
        <p className="text-muted text-xs">Required Atlas role: {call.roles.join(' or ')}.</p>
      )}
    </div>
  )
}

/** The API call in a collapsible line. */
export function CallDetails({ call }: { call: Preview['call'] }) {
  if (!call) return null
  return (
    <details className="group rounded-md border border-line">
      <summary className="flex min-h-9 items-center gap-2 px-3 text-muted text-sm hover:text-text">
        <svg
          aria-hidden
          className="icon-[chevron-right] -mr-1 size-3.5 shrink-0 transition-transform duration-100 group-open:rotate-90"
        />
        <span className="shrink-0 font-medium">API call</span>
        <code className="truncate font-mono text-xs">
          {call.method} {call.url.replace(/^https?:\/\/[^/]+/, '')}
        </code>
      </summary>
      <div className="border-line border-t p-3">
        <ExactCall call={call} />
      </div>
    </details>
  )
}

/** All API calls of a command: one, or the steps of a guided one. */
export function PreviewCalls({ call, steps }: Pick<Preview, 'call' | 'steps'>) {
  if (!steps) return <CallDetails call={call} />
  return (
    <section aria-label="Steps" className="grid grid-cols-1 gap-2">
      <p className="text-muted text-sm">
        Gatehouse runs these steps in order. Each starts when the previous one has taken effect.
      </p>
      <ol className="grid grid-cols-1 gap-2">
        {steps.map(({ summary, call: one }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a plan never move
          <li key={i} className="grid grid-cols-1 gap-1">
            <p className="text-sm">
              {i + 1}. {summary}
            </p>
            <CallDetails call={one} />
          </li>
        ))}
      </ol>
    </section>
  )
}
