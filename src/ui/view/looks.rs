//! What pictures have to follow besides their scenes: the size of the window, the colours of the system.

use gloo::events::EventListener;
use gloo::utils::window;
use std::cell::Cell;
use std::rc::Rc;
use yew::prelude::*;

/// Counts how often the window's size or the system's colours have changed: then canvases are painted again.
#[hook]
pub fn use_looks() -> u32 {
    let changes = use_state(|| 0_u32);
    {
        let setter = changes.setter();
        use_effect_with((), move |()| {
            let counted = Rc::new(Cell::new(0_u32));
            let count = move || {
                counted.set(counted.get() + 1);
                setter.set(counted.get());
            };
            let count_resize = count.clone();
            let resize = EventListener::new(&window(), "resize", move |_| count_resize());
            let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
            let colours = query.map(|query| EventListener::new(&query, "change", move |_| count()));
            move || drop((resize, colours))
        });
    }
    *changes
}
