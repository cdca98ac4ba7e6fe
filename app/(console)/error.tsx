'use client'
import { PageFailed } from '@/components/ui/page-failed'

export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return <PageFailed digest={error.digest} retry={reset} />
}
