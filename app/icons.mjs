import { createRequire } from 'node:module'
import plugin from 'tailwindcss/plugin'

const require = createRequire(import.meta.url)

const element = (tag, { key, ...attributes }) =>
  `<${tag} ${Object.entries(attributes)
    .map(([name, value]) => `${name}='${value}'`)
    .join(' ')}/>`

/** A Lucide icon as the URL of an image. */
function image(name) {
  const { node } = require(`lucide-react/icons/${name}`).__iconData
  const shapes = node.map(([tag, attributes]) => element(tag, attributes)).join('')
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'>${shapes}</svg>`
  return `url("data:image/svg+xml,${svg.replace(/[<>#]/g, encodeURIComponent)}")`
}

/** Tailwind's classes `icon-[<name of a Lucide icon>]`. The stylesheet has only those that the console uses. */
export default plugin(({ matchComponents }) => {
  matchComponents({ icon: (name) => ({ '--icon': image(name) }) })
})
