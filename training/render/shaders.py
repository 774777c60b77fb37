"""The shaders: one sun with a shadow map, light from above and below, painted materials, textured rooms."""

VERTEX = """#version 330
in vec3 position; in vec3 normal; in vec3 rest; in float leg; in vec3 colour;
uniform mat4 view_projection; uniform mat4 sun_projection;
out vec3 world; out vec3 facing; out vec3 at_rest; out vec3 tint; out vec4 in_sun;
void main() {
  world = position; facing = normal; at_rest = rest; tint = colour + leg * 0.0;
  in_sun = sun_projection * vec4(position + normal * 0.006, 1.0);
  gl_Position = view_projection * vec4(position, 1.0);
}"""

_COMMON = """#version 330
in vec3 world; in vec3 facing; in vec3 at_rest; in vec3 tint; in vec4 in_sun; out vec4 picture;
uniform sampler2DShadow shadow_map; uniform vec3 sun; uniform vec3 eye; uniform vec3 sun_rgb;
uniform vec3 sky_rgb; uniform vec3 ground_rgb; uniform float exposure;
float hash(vec3 p) {
  p = fract(p * vec3(.1031, .1030, .0973)); p += dot(p, p.yxz + 33.33); return fract((p.x + p.y) * p.z);
}
float noise(vec3 p) {
  vec3 i = floor(p), f = fract(p); f = f * f * (3. - 2. * f);
  return mix(mix(mix(hash(i), hash(i + vec3(1,0,0)), f.x), mix(hash(i + vec3(0,1,0)), hash(i + vec3(1,1,0)), f.x), f.y),
             mix(mix(hash(i + vec3(0,0,1)), hash(i + vec3(1,0,1)), f.x),
                 mix(hash(i + vec3(0,1,1)), hash(i + vec3(1,1,1)), f.x), f.y), f.z);
}
float lit() {
  vec3 s = in_sun.xyz / in_sun.w * .5 + .5; float e = .8 / 512., b = .0014;
  if (s.x < 0. || s.x > 1. || s.y < 0. || s.y > 1.) return 1.;
  s.z -= b;
  return .25 * (texture(shadow_map, s + vec3(e, e, 0.)) + texture(shadow_map, s + vec3(e, -e, 0.))
              + texture(shadow_map, s + vec3(-e, e, 0.)) + texture(shadow_map, s - vec3(e, e, 0.)));
}
vec4 shade(vec3 albedo, vec3 n, float gloss, float wrap) {
  vec3 v = normalize(eye - world); float light = lit();
  float direct = max((dot(n, sun) + wrap) / (1. + wrap), 0.);
  float shine = pow(max(dot(n, normalize(sun + v)), 0.), 20.) * gloss;
  float fill = max(dot(n, normalize(vec3(eye.xy - world.xy, 1.2))), 0.);
  vec3 around = mix(ground_rgb, sky_rgb, n.z * .5 + .5) + fill * .18 * sun_rgb;
  vec3 c = albedo * albedo * (sun_rgb * direct * light + around);
  c = (c + sun_rgb * shine * light) * exposure; c = c / (1. + c * .25);
  return vec4(sqrt(c), 1.);
}
vec3 outward() { vec3 n = normalize(facing); return dot(n, eye - world) < 0. ? -n : n; }
"""

PAINTED = (
    _COMMON
    + """
uniform vec3 base; uniform vec4 grain; uniform float blotch; uniform int layers;
uniform vec4 along[6]; uniform vec4 across[6]; uniform vec4 bounds[6]; uniform vec4 layer_rgb[6];
float between(float q, vec2 b) {
  float w = max(fwidth(q), 1e-5); return clamp((q - b.x) / w + .5, 0., 1.) * clamp((b.y - q) / w + .5, 0., 1.);
}
void main() {
  vec3 p = vec3(at_rest.x, abs(at_rest.y), at_rest.z); vec3 a = base;
  float cloud = noise(at_rest * blotch), fine = noise(at_rest * grain.y);
  for (int i = 0; i < 6; i++) {
    if (i >= layers) break;
    float q = dot(p, along[i].xyz);
    if (along[i].w > 0.) q = fract(q * along[i].w); else if (along[i].w < 0.) q = cloud;
    float inside = between(q, bounds[i].xy) * between(dot(p, across[i].xyz), bounds[i].zw);
    a = mix(a, layer_rgb[i].rgb, inside * layer_rgb[i].a);
  }
  a *= 1. - grain.x * .5 + grain.x * fine;
  vec3 n = outward(); n = normalize(n + grain.w * (vec3(cloud, noise(at_rest * 26. + 13.), noise(at_rest * 22.)) - .5));
  picture = shade(a, n, grain.z, .12);
}"""
)

ROOM = (
    _COMMON
    + """
uniform sampler2D room_texture; uniform vec4 map_u; uniform vec4 map_v; uniform float on_screen; uniform float size_px;
void main() {
  vec2 uv = vec2(dot(map_u, vec4(world, 1.)), dot(map_v, vec4(world, 1.)));
  if (on_screen > .5) uv = gl_FragCoord.xy / size_px;
  picture = shade(texture(room_texture, uv).rgb, outward(), .03, 0.);
}"""
)

PROP = (
    _COMMON
    + """
uniform float mottle;
void main() { picture = shade(tint * (1. - .5 * mottle + mottle * noise(world * 40.)), outward(), .15, 0.); }"""
)

DEPTH_VERTEX = """#version 330
in vec3 position; uniform mat4 projection; void main() { gl_Position = projection * vec4(position, 1.0); }"""
DEPTH_FRAGMENT = "#version 330\nvoid main() {}"

IDENTITY_VERTEX = """#version 330
in vec3 position; in float leg; uniform mat4 view_projection; uniform vec3 backward; uniform vec3 eye;
flat out float number; out float depth;
void main() {
  number = leg; depth = -dot(position - eye, backward); gl_Position = view_projection * vec4(position, 1.0);
}"""
IDENTITY_FRAGMENT = """#version 330
flat in float number; in float depth; out vec2 found; void main() { found = vec2(number, depth); }"""
