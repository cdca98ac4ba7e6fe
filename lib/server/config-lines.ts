import { isNode, LineCounter, parseDocument } from 'yaml'

/**
 * A YAML text and where its keys are. `lineOf` takes the path to a key and gives the line of the nearest one that exists.
 * @throws Error when it is not YAML
 */
export function readYaml(text: string): {
  value: unknown
  lineOf: (path: readonly PropertyKey[]) => number
} {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter })
  const [error] = document.errors
  if (error) throw error
  return {
    value: document.toJS(),
    lineOf: (path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const node = document.getIn(path.slice(0, length), true)
        if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line
      }
      return 1
    },
  }
}
