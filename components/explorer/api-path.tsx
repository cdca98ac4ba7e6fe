import { Fragment } from 'react'

/** A path of the Atlas API, which wraps only at its slashes. */
export const ApiPath = ({ path }: { path: string }) => (
  <code className="wrap-anywhere font-mono text-xs">
    {path
      .replace('/api/atlas/v2', '')
      .split('/')
      .map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a path never move
        <Fragment key={i}>
          {i > 0 && '/'}
          <wbr />
          {part}
        </Fragment>
      ))}
  </code>
)
