// A map of values between two ends in the colours of a palette, cold to hot; premultiplied, to be laid over.

#ifdef VERTEX
void main() {
  gl_Position = viewportCorner();
}
#endif

#ifdef FRAGMENT
// Values from here on stand for none: infinities and NaN don't survive every compiler.
const float NONE = 1e38;

uniform sampler2D values;
uniform sampler2D palette;
uniform float hot;
uniform float cold;
uniform float opacity;
out vec4 color;

void main() {
  float value = texelFetch(values, nearestTexel(textureSize(values, 0)), 0).r;
  float warmth = clamp((value - cold) / (hot - cold), 0.0, 1.0);
  vec4 ink = texelFetch(palette, ivec2(int(255.0 * warmth + 0.5), 0), 0);
  float alpha = value >= NONE ? 0.0 : opacity * ink.a;
  color = vec4(ink.rgb * alpha, alpha);
}
#endif
