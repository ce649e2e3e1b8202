//! The marks of readers in the bands: where each stands, and which of them it is.

use super::overlay::Area;
use crate::ui::scene::lineage::LineageScene;
use crate::ui::scene::readers::ReaderMark;
use crate::worker::readers::Danger;
use yew::prelude::*;

/// Half the side of a mark's square, in pixels.
const HALF: f64 = 5.5;
/// A mark has at least so much height where there are too many shards for bands.
const LANE: f64 = 12.0;

/// The class of what shows a reader so near the trim horizon.
pub fn danger_class(danger: Danger) -> Option<&'static str> {
    (danger != Danger::None).then_some("in-danger")
}

/// The marks of all readers, or of the one that is pointed at before the others.
pub fn marks(scene: &LineageScene, area: Area, pointed: Option<usize>) -> Html {
    html! {
        <g class="reader-marks">
            { for scene.readers.marks.iter().map(|mark| one(scene, area, mark, pointed)) }
        </g>
    }
}

/// A line across the part of the band that is the reader's, with its letter where there is room.
fn one(scene: &LineageScene, area: Area, mark: &ReaderMark, pointed: Option<usize>) -> Html {
    let Some(band) = scene.band(mark.shard) else { return Html::default() };
    let (top, bottom) = band.sides();
    let x = area.pixels(scene.x(mark.at_s), 0.0).0;
    let (upper, lower) = (area.pixels(0.0, top).1, area.pixels(0.0, bottom).1);
    let (lane, lanes) = (mark.lane.0 as f64, mark.lane.1 as f64);
    let height = if scene.rows.is_some() { LANE } else { (lower - upper) / lanes };
    let y = f64::midpoint(upper, lower) + (lane + 0.5 - lanes / 2.0) * height;
    let is_left_of_axis = mark.at_s < scene.from_s;
    let class = classes!(
        "reader-mark",
        danger_class(mark.danger),
        (pointed == Some(mark.row)).then_some("pointed"),
        pointed.is_some_and(|row| row != mark.row).then_some("aside")
    );
    let half = (height / 2.0 - 0.5).max(1.0);
    html! {
        <g {class}>
            <line class="reader-halo" x1={x.to_string()} x2={x.to_string()} y1={(y - half).to_string()} y2={(y + half).to_string()} />
            <line x1={x.to_string()} x2={x.to_string()} y1={(y - half).to_string()} y2={(y + half).to_string()} />
            if height >= 2.0 * HALF {
                <rect x={(x - HALF).to_string()} y={(y - HALF).to_string()} width={(2.0 * HALF).to_string()} height={(2.0 * HALF).to_string()} rx="2" />
                <text x={x.to_string()} y={(y + 0.5).to_string()}>{ &scene.readers.rows[mark.row].letter }</text>
            }
            if is_left_of_axis {
                <path d={format!("M{:.1} {y:.1}l5 -4v8z", x + HALF + 1.0)} />
            }
        </g>
    }
}
