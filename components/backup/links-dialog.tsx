'use client'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { callServer } from '@/lib/client/call-server'
import { useOnce } from '@/lib/client/use-command'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import { PreviewCalls, usePreview } from '../ops/call-preview'
import { FailureNote } from '../ops/failure-note'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code'
import { Countdown } from '../ui/countdown'
import { Dialog } from '../ui/dialog'
import type { Kind } from './kinds'
import { type DownloadLink, linksOf } from './links'

/** Fetches the links on demand. They live in this component alone: no cache holds them, and closing forgets them. */
export function LinksDialog({
  op,
  input,
  expiresAt,
  onClose,
}: {
  op: Kind['links']
  input: z.output<Kind['links']['input']>
  expiresAt: string | undefined
  onClose: () => void
}) {
  const [links, setLinks] = useState<DownloadLink[]>()
  const [error, setError] = useState<OpError>()
  const [isPending, setPending] = useState(false)
  const isClosed = useRef(false)
  const once = useOnce()
  const preview = usePreview(op.id, input, true).data?.data
  const whyNot =
    preview?.whyNot ??
    (isGated(preview?.friction)
      ? 'The policy requires approval to view links, which Gatehouse can’t request. Ask an admin.'
      : undefined)

  const show = async () => {
    // The same dialog can be closed and opened again.
    isClosed.current = false
    setPending(true)
    setError(undefined)
    try {
      const answer = await once(input, (key) => callServer(op, input, { key }))
      if (!isClosed.current) setLinks(answer.misfit ? [] : linksOf(answer.data))
    } catch (cause) {
      setError(
        cause instanceof OpError ? cause : OpError.of('bug', 'The links could not be loaded.'),
      )
    } finally {
      setPending(false)
    }
  }
  const close = () => {
    isClosed.current = true
    setLinks(undefined)
    onClose()
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      size="lg"
      title={`Download links of ${input.clusterName}`}
      description="Anyone with a link can download the whole database without signing in. Treat it like a password."
      footer={
        links ? (
          <Button onClick={close}>Done</Button>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              variant="primary"
              pending={isPending}
              aria-disabled={whyNot !== undefined}
              onClick={() => whyNot === undefined && void show()}
            >
              {isPending ? 'Loading…' : 'Show links'}
            </Button>
          </>
        )
      }
    >
      <div className="grid grid-cols-1 gap-3">
        {error && <FailureNote error={error} />}
        {whyNot && <p className="text-sm text-warn">{whyNot}</p>}
        {!links && !error && (
          <p className="text-sm">
            Viewing these links is recorded under your name. The links are not stored.
          </p>
        )}
        {!links && preview && <PreviewCalls {...preview} />}
        {links?.length === 0 && (
          <p role="status" className="text-sm">
            Atlas sent no links.
          </p>
        )}
        {links && links.length > 0 && (
          <>
            {expiresAt && (
              <p className="flex flex-wrap items-center gap-x-1.5 text-sm">
                The links expire in <Countdown to={expiresAt} what="The download" over="expired" />
              </p>
            )}
            <ul className="grid gap-3">
              {links.map((link) => (
                <li key={link.url}>
                  <p className="mb-1 font-medium text-sm first-letter:uppercase">{link.what}</p>
                  <CodeBlock code={link.url} label={`the link: ${link.what}`} wrap />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  )
}
