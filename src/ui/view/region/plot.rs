//! Paints steps over a time axis: the picture stretches with the page, and what is written stands beside it.

use crate::ui::scene::region::metric::{HEIGHT, Plot, WIDTH};
use yew::prelude::*;

/// A plot with its title and the sentence that says what it shows.
pub fn plot(plot: &Plot, title: &str, summary: &str, limit: Option<String>) -> Html {
    html! {
        <figure class="plot">
            <figcaption><strong>{ title }</strong><span class="summary">{ summary }</span></figcaption>
            <div class="plot-box">
                <div class="plot-values" aria-hidden="true"><span>{ &plot.top_label }</span><span>{ "0" }</span></div>
                <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" role="img" aria-label={format!("{title}. {summary}")}>
                    <line class="plot-base" x1="0" x2={WIDTH.to_string()} y1={HEIGHT.to_string()} y2={HEIGHT.to_string()} />
                    { for plot.areas.iter().map(|(looks, path)| html! { <path class={*looks} d={path.clone()} /> }) }
                    if let Some((y, _)) = &plot.limit {
                        <line class="plot-limit" x1="0" x2={WIDTH.to_string()} y1={format!("{y:.2}")} y2={format!("{y:.2}")} />
                    }
                </svg>
                <span></span>
                <div class="plot-times" aria-hidden="true">{ for plot.times.iter().map(|time| html! { <span>{ time }</span> }) }</div>
            </div>
            if let Some(limit) = limit {
                <p class="hint"><span class="limit-sign" aria-hidden="true">{ "━ " }</span>{ limit }</p>
            }
        </figure>
    }
}
