'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { announce } from '@/lib/client/announce'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import { verifyAudit } from '@/lib/ops/audit'
import { FailureNote } from '../ops/failure-note'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code'
import { Time } from '../ui/time'
import { VerifierLink } from './verifier-link'

/** Verifies the whole log on the server, and says how to do it without Gatehouse. */
export function Verify() {
  const day = new Date(useNow(3_600_000)).toISOString().slice(0, 10)
  const query = useQuery({ ...read(verifyAudit, {}), enabled: false })
  const answer = query.data
  const result = answer?.data
  const said = result
    ? result.ok
      ? `Verified: ${count(result.rows, 'row')}, no errors`
      : `Verification failed at row ${result.broken?.seq}`
    : undefined
  useEffect(() => {
    if (said) announce(said)
  }, [said])
  return (
    <section aria-label="Verification" className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-3 print:hidden">
        <Button variant="primary" pending={query.isFetching} onClick={() => void query.refetch()}>
          {!query.isFetching && <svg aria-hidden className="icon-[shield-check]" />}
          {query.isFetching ? 'Verifying…' : 'Verify'}
        </Button>
        <p className="text-muted text-sm">
          Recomputes every hash and checks that each call was approved.
        </p>
      </div>
      {query.error && <FailureNote error={query.error} />}
      {result && (
        <Banner role="status" tone={result.ok ? 'good' : 'bad'} title={said}>
          {result.ok ? (
            <>
              {result.checkpointed !== null && (
                <>
                  The first {result.checkpointed.toLocaleString('en')} rows are those of the newest
                  signed checkpoint.{' '}
                </>
              )}
              Up to row {result.head.seq.toLocaleString('en')}, hash{' '}
              <code className="font-mono text-xs">{result.head.hash.slice(0, 16)}…</code>. Checked{' '}
              <Time at={answer?.asOf} />, in {result.took} ms.
            </>
          ) : (
            <>
              Found {result.broken?.what}: {result.broken?.why}. Don’t change this database. Export
              the log and tell your admins.
            </>
          )}
        </Banner>
      )}
      <details className="text-sm print:hidden">
        <summary className="text-muted hover:text-text">Verify without Gatehouse</summary>
        <div className="mt-2 grid grid-cols-1 gap-2">
          <p className="text-muted">
            Export the log as JSON lines, and run this program on any machine with Node. It needs no
            database and no other package. Take the checkpoints and the public key from where your
            admins keep them.
          </p>
          <p>
            <VerifierLink />
          </p>
          <CodeBlock
            code={`node audit-verify.mjs gatehouse-audit-${day}.jsonl --checkpoint checkpoints.txt --pubkey KEY`}
            label="command"
          />
          <p className="text-muted">To check a copied proof, save it as a file:</p>
          <CodeBlock
            code="node audit-verify.mjs --proof row.tlog-proof --pubkey KEY"
            label="command for a proof"
          />
        </div>
      </details>
    </section>
  )
}
