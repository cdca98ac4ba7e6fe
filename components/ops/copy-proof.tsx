'use client'
import { useState } from 'react'
import { callServer } from '@/lib/client/call-server'
import { OpError } from '@/lib/ops/failure'
import { proveRow, proveStep } from '@/lib/ops/proof'
import { Button } from '../ui/button'
import { useCopy } from '../ui/copyable'
import { sayFailure } from './tell'

/**
 * Copies the proof that a row is in the signed audit log: a text that anyone can check without Gatehouse. With a request,
 * for everyone who can view it.
 */
export function CopyProof({ seq, requestId }: { seq: number; requestId?: string }) {
  const { copied, copy } = useCopy()
  const [pending, setPending] = useState(false)
  const press = async () => {
    setPending(true)
    try {
      const { data } = requestId
        ? await callServer(proveStep, { requestId, seq })
        : await callServer(proveRow, { seq })
      await copy(data.text)
    } catch (error) {
      if (!(error instanceof OpError)) throw error
      void sayFailure(error)
    } finally {
      setPending(false)
    }
  }
  return (
    <Button
      size="sm"
      variant="quiet"
      pending={pending}
      aria-label={`Copy proof of row ${seq}`}
      onClick={() => void press()}
    >
      {copied ? (
        <svg aria-hidden className="icon-[check] text-good" />
      ) : (
        !pending && <svg aria-hidden className="icon-[shield-check]" />
      )}
      {copied ? 'Copied' : 'Copy proof'}
    </Button>
  )
}
