// How much of each pixel is covered by lines: 1 on a line, falling to 0 within a pixel of its rim, round ends.
// Blended with MAX, so that neither the lines' order nor their crossings show. One instance a line.

uniform float reach;

#ifdef VERTEX
layout(location = 0) in vec4 ends;
uniform vec2 viewport;
flat out vec4 line;

void main() {
  vec2 delta = ends.zw - ends.xy;
  float size = length(delta);
  vec2 along = size > 1e-6 ? delta / size : vec2(1.0, 0.0);
  vec2 across = vec2(-along.y, along.x);
  vec2 corner = (gl_VertexID & 1) == 0 ? ends.xy - along * reach : ends.zw + along * reach;
  corner += across * ((gl_VertexID & 2) == 0 ? -reach : reach);
  line = ends;
  gl_Position = vec4(2.0 * corner / viewport - 1.0, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT
flat in vec4 line;
out float coverage;

void main() {
  vec2 delta = line.zw - line.xy;
  vec2 offset = gl_FragCoord.xy - line.xy;
  float along = clamp(dot(offset, delta) / max(1e-12, dot(delta, delta)), 0.0, 1.0);
  coverage = clamp(reach - length(offset - along * delta), 0.0, 1.0);
}
#endif
