'use client'
import { lazy, Suspense } from 'react'

// Without it, for example offline, the error page of the whole application shows.
const PageFailed = lazy(() =>
  import('@/components/ui/page-failed').then((m) => ({ default: m.PageFailed })),
)

export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <Suspense>
      <PageFailed digest={error.digest} retry={reset} />
    </Suspense>
  )
}
