// The absolute difference of two pictures as 8-bit values, times a gain.

#ifdef VERTEX
void main() {
  gl_Position = viewportCorner();
}
#endif

#ifdef FRAGMENT
uniform sampler2D picture;
uniform sampler2D second;
uniform float level;
uniform float secondLevel;
uniform float gain;
out vec4 color;

vec3 toBytes(vec3 value) {
  return floor(255.0 * value + 0.5);
}

void main() {
  vec3 difference =
      abs(toBytes(pictureColor(picture, level)) - toBytes(pictureColor(second, secondLevel)));
  color = vec4(difference * gain / 255.0, 1.0);
}
#endif
