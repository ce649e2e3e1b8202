//! The lineage as pixels, four bytes each: a picture of thousands of cells is painted at once.

use super::lineage::{LEVELS, LineageScene, level};
use crate::worker::lineage::ROWS;

/// Records that were lost to the retention period are so faint.
const EXPIRED: f64 = 0.35;
/// Stripes of the hatch, in pixels of the page: each so far from the next, so broad.
const HATCH: (f64, f64) = (7.0, 2.0);

/// The colours of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// By load: none, little, more, near the limit, above it.
    pub levels: [[u8; 3]; LEVELS],
    /// The stripes over what was throttled.
    pub hatch: [u8; 3],
    /// What is not known.
    pub unknown: [u8; 3],
}

/// What is being painted.
struct Canvas<'a> {
    bytes: Vec<u8>,
    width: usize,
    height: usize,
    ratio: f64,
    palette: &'a Palette,
    /// The slot of each column, and how opaque what lies in it is.
    columns: Vec<(usize, f64)>,
}

/// Paints a scene; `ratio` is the number of pixels in one of the page's.
pub fn paint(scene: &LineageScene, width: usize, height: usize, ratio: f64, palette: &Palette) -> Vec<u8> {
    let seconds = |x: usize| scene.from_s + (x as f64 + 0.5) / width as f64 * (scene.to_s - scene.from_s);
    let columns = (0..width).map(|x| {
        let slot = ((seconds(x) - scene.slots.0) / scene.slots.1.max(1e-9)).max(0.0) as usize;
        let is_expired = scene.horizon_s.is_some_and(|horizon| seconds(x) < horizon);
        (slot, if is_expired { EXPIRED } else { 1.0 })
    });
    let columns = columns.collect();
    let mut canvas = Canvas { bytes: vec![0; 4 * width * height], width, height, ratio, palette, columns };
    match &scene.rows {
        Some((slots, cells)) => canvas.rows(scene, *slots, cells),
        None => canvas.bands(scene),
    }
    canvas.bytes
}

impl Canvas<'_> {
    fn bands(&mut self, scene: &LineageScene) {
        let gap = self.ratio.max(1.0) as usize;
        for band in &scene.bands {
            let (top, bottom) = band.sides();
            let rows = self.row(top)..self.row(bottom);
            let x = |seconds: f64| libm::round(scene.x(seconds) * self.width as f64) as usize;
            let (from, to) = (x(band.opened.as_seconds()), x(band.end_s(scene.now_s)));
            let is_thin = rows.len() <= 3 * gap;
            // A thin band keeps its pixels: the gap would be all that is left of it.
            let rows = rows.start..if is_thin { rows.end } else { rows.end - gap };
            let to = if band.closed.is_some() { to.saturating_sub(gap).max(from + 1) } else { to };
            for x in from..to.min(self.width) {
                let (slot, opacity) = self.columns[x];
                let (first, cells) = &band.cells;
                let cell = slot.checked_sub(*first).and_then(|place| cells.get(place.min(cells.len().max(1) - 1)));
                let shown = cell.and_then(|cell| level(*cell));
                for y in rows.clone() {
                    self.put(x, y, shown, opacity * band.opacity);
                }
            }
        }
    }

    fn rows(&mut self, scene: &LineageScene, slots: usize, cells: &[u8]) {
        let end = libm::round(scene.x(scene.now_s) * self.width as f64) as usize;
        let fades = fades(scene, slots);
        for y in 0..self.height {
            let row = y * ROWS / self.height.max(1);
            for x in 0..end.min(self.width) {
                let (slot, opacity) = self.columns[x];
                let place = row * slots + slot.min(slots.max(1) - 1);
                let shown = cells.get(place).and_then(|cell| level(*cell));
                self.put(x, y, shown, opacity * fades.get(place).copied().unwrap_or(1.0));
            }
        }
    }

    /// The row of pixels at a fraction of the hash space.
    fn row(&self, fraction: f64) -> usize {
        (libm::round(fraction * self.height as f64) as usize).min(self.height)
    }

    fn put(&mut self, x: usize, y: usize, shown: Option<(usize, bool)>, opacity: f64) {
        let place = 4 * (y * self.width + x);
        let (every, broad) = (HATCH.0 * self.ratio, HATCH.1 * self.ratio);
        let [red, green, blue] = match shown {
            Some((_, true)) if libm::fmod((x + y) as f64, every) < broad => self.palette.hatch,
            Some((level, _)) => self.palette.levels[level],
            None => self.palette.unknown,
        };
        if let Some(pixel) = self.bytes.get_mut(place..place + 4) {
            pixel.copy_from_slice(&[red, green, blue, libm::round(255.0 * opacity) as u8]);
        }
    }
}

/// How opaque each cell is: as the shard that lived there is, the most opaque one where there were several.
fn fades(scene: &LineageScene, slots: usize) -> Vec<f64> {
    let mut found = vec![0.0_f64; ROWS * slots];
    let (start_s, width_s) = scene.slots;
    let slot = |seconds: f64| ((seconds - start_s) / width_s.max(1e-9)).max(0.0);
    for band in &scene.bands {
        let (top, bottom) = band.sides();
        let rows = (top * ROWS as f64) as usize..(libm::ceil(bottom * ROWS as f64) as usize).min(ROWS);
        let first = slot(band.opened.as_seconds()) as usize;
        let end = (libm::ceil(slot(band.end_s(scene.now_s))) as usize).min(slots);
        for row in rows {
            for cell in &mut found[row * slots + first.min(end)..row * slots + end] {
                *cell = cell.max(band.opacity);
            }
        }
    }
    // Where no shard is known, nothing fades.
    found.iter_mut().filter(|cell| **cell <= 0.0).for_each(|cell| *cell = 1.0);
    found
}
