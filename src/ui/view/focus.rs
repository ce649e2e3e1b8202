//! Where the focus goes when a form opens and closes.

use web_sys::HtmlElement;
use yew::prelude::*;

/// The focus goes into the form when it opens, and back to the button when it closes: both in this order.
#[hook]
pub fn use_focus(is_open: bool) -> (NodeRef, NodeRef) {
    let (first, button) = (use_node_ref(), use_node_ref());
    let was_open = use_mut_ref(|| false);
    let targets = (first.clone(), button.clone());
    use_effect_with(is_open, move |is_open| {
        let changed = was_open.replace(*is_open) != *is_open;
        let target = if *is_open { targets.0 } else { targets.1 };
        if let Some(element) = target.cast::<HtmlElement>().filter(|_| changed) {
            // Without the focus everything works by pointer still.
            let _unimportant = element.focus();
        }
    });
    (first, button)
}
