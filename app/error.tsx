'use client'
import { PageFailed } from '@/components/ui/page-failed'

export default function RootError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <PageFailed digest={error.digest} retry={reset} />
    </main>
  )
}
