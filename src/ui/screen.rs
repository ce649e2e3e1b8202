//! The views of the page: which there are, and what the address, the header and the keyboard call them.

/// A view of the page. The simulation goes on in each of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// The stage with everything that acts on it.
    #[default]
    Lab,
    /// Producers, streams and consumers as one pipeline.
    Pipeline,
    /// The buffers of a delivery stream, with what comes and what goes.
    Firehose,
    /// The `aws` command line.
    Console,
    /// The account in its Region: zones, keys, cost and metrics.
    Region,
    /// Every quota, in both profiles.
    Limits,
}

impl Screen {
    /// All views, in the order of the header.
    pub const ALL: [Self; 6] = [Self::Lab, Self::Pipeline, Self::Firehose, Self::Console, Self::Region, Self::Limits];

    /// What the address calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lab => "lab",
            Self::Pipeline => "pipeline",
            Self::Firehose => "firehose",
            Self::Console => "console",
            Self::Region => "region",
            Self::Limits => "limits",
        }
    }

    /// The id of its title's message.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Lab => "view-lab",
            Self::Pipeline => "view-pipeline",
            Self::Firehose => "view-firehose",
            Self::Console => "view-console",
            Self::Region => "view-region",
            Self::Limits => "view-limits",
        }
    }

    /// The key of the keyboard that opens it. AWS calls its limits quotas, and L is the Lab's.
    pub const fn key(self) -> char {
        match self {
            Self::Lab => 'l',
            Self::Pipeline => 'p',
            Self::Firehose => 'f',
            Self::Console => 'c',
            Self::Region => 'r',
            Self::Limits => 'q',
        }
    }

    /// The view that the address calls `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|screen| screen.name() == name)
    }

    /// The view that `key` opens.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|screen| key.len() == 1 && key.starts_with(screen.key()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_keys_lead_to_their_views_and_differ() {
        for screen in Screen::ALL {
            assert_eq!(Screen::named(screen.name()), Some(screen));
            assert_eq!(Screen::of_key(&screen.key().to_string()), Some(screen));
        }
        for unknown in ["", "Lab", "labs"] {
            assert_eq!(Screen::named(unknown), None);
        }
        // What the playback's keys are called begins with such letters too.
        for other in ["", "n", "Clear", "1", "L"] {
            assert_eq!(Screen::of_key(other), None, "{other}");
        }
    }
}
