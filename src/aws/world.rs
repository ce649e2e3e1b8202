//! The simulated world as what answers requests.

use super::{Backend, Troubles};
use crate::engine::account::Account;
use crate::engine::api::Request;
use crate::engine::api::error::ApiError;
use crate::engine::api::response::{Push, Response};
use crate::engine::command::Command;
use crate::engine::firehose::api::error::FirehoseError;
use crate::engine::firehose::api::request::FirehoseRequest;
use crate::engine::firehose::api::response::FirehoseResponse;
use crate::engine::kms::api::{KmsError, KmsRequest, KmsResponse};
use crate::engine::limits::Profile;
use crate::engine::metrics::cloudwatch::Metrics;
use crate::engine::stream::replication::Zone;
use crate::engine::time::SimTime;
use crate::engine::world::World;

impl Backend for World {
    fn account(&self) -> &Account {
        Self::account(self)
    }

    fn profile(&self) -> Profile {
        Self::profile(self)
    }

    fn profile_lacks(&self, profile: Profile) -> Option<(String, String)> {
        self.check_profile(profile).err().map(|lacking| (lacking.field, lacking.value))
    }

    fn seed(&self) -> u64 {
        self.plan().seed
    }

    fn now(&self) -> SimTime {
        Self::now(self)
    }

    fn request(&mut self, request: Request) -> Result<Response, ApiError> {
        Self::request(self, request)
    }

    fn manage_keys(&mut self, request: KmsRequest) -> Result<KmsResponse, KmsError> {
        Self::manage_keys(self, request)
    }

    fn deliver(&mut self, request: FirehoseRequest) -> Result<FirehoseResponse, FirehoseError> {
        self.firehose(request)
    }

    fn metrics(&self) -> &Metrics {
        Self::metrics(self)
    }

    fn advance_to(&mut self, at: SimTime) {
        Self::advance_to(self, at);
    }

    fn take_pushes(&mut self) -> Vec<Push> {
        Self::take_pushes(self)
    }

    fn troubles(&self) -> Troubles {
        Troubles { kms_fault: self.keys().fault(), zones: Zone::ALL.map(|zone| self.zones().state(zone)) }
    }

    fn configure(&mut self, account: Account, profile: Profile, troubles: Troubles) {
        let before = Backend::troubles(self);
        let mut commands = Vec::new();
        if *Self::account(self) != account {
            commands.push(Command::Configure(account));
        }
        if Self::profile(self) != profile {
            commands.push(Command::SetLimitsProfile(profile));
        }
        if before.kms_fault != troubles.kms_fault {
            commands.push(Command::SetKmsFault(troubles.kms_fault));
        }
        let zones = Zone::ALL.into_iter().zip(troubles.zones);
        let changed = zones.filter(|(zone, state)| before.zones[*zone as usize] != *state);
        commands.extend(changed.map(|(zone, state)| Command::SetZone { zone, state }));
        for command in commands {
            self.execute(command).expect("the settings were checked before");
        }
    }

    fn begin_with_seed(&mut self, seed: u64) {
        let (account, profile, troubles) = (Self::account(self).clone(), Self::profile(self), Backend::troubles(self));
        *self = Self::empty(seed, profile).without_journal();
        self.configure(account, profile, troubles);
    }
}
