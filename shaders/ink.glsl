// Colours what lines cover; premultiplied, to be laid over.

#ifdef VERTEX
void main() {
  gl_Position = viewportCorner();
}
#endif

#ifdef FRAGMENT
uniform sampler2D coverage;
uniform vec4 ink;
out vec4 color;

void main() {
  float alpha = ink.a * texelFetch(coverage, ivec2(gl_FragCoord.xy), 0).r;
  color = vec4(ink.rgb * alpha, alpha);
}
#endif
