'use client'
import { useEffect } from 'react'
import { NO_DATABASE } from '@/lib/format/no-database'

const LOOK_EVERY_MS = 3_000

/**
 * A page that failed as a whole. The digest finds the error in the server's log. Without the database, the page opens by
 * itself when it is back. It imports almost nothing: Next loads error pages with every page, apart from the rest, so
 * everything they import would load twice.
 */
export const PageFailed = ({
  digest,
  retry,
}: {
  digest: string | undefined
  retry: () => void
}) => {
  const isDatabase = digest?.startsWith(NO_DATABASE) ?? false
  useEffect(() => {
    if (!isDatabase) return
    const timer = setInterval(async () => {
      const asked = fetch(location.href, { method: 'HEAD', cache: 'no-store' })
      const answer = await asked.catch(() => undefined)
      if (answer?.ok) location.reload()
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [isDatabase])
  return (
    <div role="alert" className="flex flex-col items-center px-6 py-10 text-center">
      <h1 className="font-medium">
        {isDatabase ? 'Gatehouse can’t reach its database' : 'This page failed'}
      </h1>
      <p className="mt-1 max-w-md text-muted text-sm">
        {isDatabase
          ? 'Nothing was changed. This page opens by itself when the database is back.'
          : 'Nothing was changed. Try again, or tell your Gatehouse admin.'}
      </p>
      {digest && (
        <p className="mt-2 text-muted text-sm">
          {isDatabase ? 'Request ID' : 'Error ID'}{' '}
          <code className="select-all font-mono text-xs">{digest.replace(NO_DATABASE, '')}</code>
        </p>
      )}
      <button
        type="button"
        onClick={retry}
        className="mt-4 h-8 rounded-md bg-accent-solid px-3 font-medium text-on-solid text-sm hover:bg-accent-press pointer-coarse:h-10"
      >
        Try again
      </button>
    </div>
  )
}
