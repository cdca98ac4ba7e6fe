'use client'

/**
 * A page that failed as a whole. The digest finds the error in the server's log. It imports nothing: Next loads error
 * pages with every page, apart from the rest, so everything they import would load twice.
 */
export const PageFailed = ({
  digest,
  retry,
}: {
  digest: string | undefined
  retry: () => void
}) => (
  <div role="alert" className="flex flex-col items-center px-6 py-10 text-center">
    <h1 className="font-medium">This page failed</h1>
    <p className="mt-1 max-w-md text-muted text-sm">
      Nothing was changed. Try again, or tell your Gatehouse admin.
    </p>
    {digest && (
      <p className="mt-2 text-muted text-sm">
        Error ID <code className="select-all font-mono text-xs">{digest}</code>
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
