'use client'
import { PageFailed } from '@/components/ui/page-failed'
import './globals.css'

/** Replaces the whole document, since the root layout failed too. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <html lang="en">
      <body>
        <title>Gatehouse</title>
        <main className="grid min-h-dvh place-items-center">
          <PageFailed digest={error.digest} retry={reset} />
        </main>
      </body>
    </html>
  )
}
