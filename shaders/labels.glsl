// A map of labels, or a mask, in the colours of a palette; premultiplied, to be laid over.

#ifdef VERTEX
void main() {
  gl_Position = viewportCorner();
}
#endif

#ifdef FRAGMENT
uniform usampler2D labels;
uniform sampler2D palette;
uniform float opacity;
out vec4 color;

void main() {
  uint label = texelFetch(labels, nearestTexel(textureSize(labels, 0)), 0).r;
  vec4 ink = texelFetch(palette, ivec2(label, 0), 0);
  float alpha = opacity * ink.a;
  color = vec4(ink.rgb * alpha, alpha);
}
#endif
