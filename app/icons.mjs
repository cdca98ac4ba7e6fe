import { createRequire } from 'node:module'
import plugin from 'tailwindcss/plugin'

const { icons } = createRequire(import.meta.url)('@iconify-json/lucide/icons.json')

/** A Lucide icon as the URL of an image. */
function image(name) {
  const shapes = icons[name].body.replaceAll('"', "'")
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>${shapes}</svg>`
  return `url("data:image/svg+xml,${svg.replace(/[<>#]/g, encodeURIComponent)}")`
}

/** Tailwind's classes `icon-[<name of a Lucide icon>]`. The stylesheet has only those that the console uses. */
export default plugin(({ matchComponents }) => {
  matchComponents({ icon: (name) => ({ '--icon': image(name) }) })
})
