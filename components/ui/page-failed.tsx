'use client'
import { TriangleAlert } from 'lucide-react'
import { routes } from '@/lib/routes'
import { Button, ButtonLink } from './button'
import { Copyable } from './copyable'
import { Empty } from './empty'

/** A page that failed as a whole. The digest finds the error in the server's log. */
export const PageFailed = ({
  digest,
  retry,
}: {
  digest: string | undefined
  retry: () => void
}) => (
  <div role="alert">
    <Empty
      icon={<TriangleAlert />}
      title="This page failed"
      hint={
        <>
          Nothing was changed. Try again, or tell your Gatehouse admin.
          {digest && (
            <span className="mt-2 block">
              Error ID <Copyable value={digest} what="error ID" />
            </span>
          )}
        </>
      }
      action={
        <>
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
          <ButtonLink href={routes.home()}>Overview</ButtonLink>
        </>
      }
    />
  </div>
)
