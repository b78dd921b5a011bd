package io.metroon.consensus.simulator;

import io.metroon.consensus.ConsensusCore;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.Effect;
import io.metroon.consensus.EffectSink;
import io.metroon.consensus.Input;
import io.metroon.consensus.simulator.check.LeaseRules;
import java.util.ArrayList;
import java.util.List;

/** A core under the checker's eyes: every step is checked before the shell acts on any of its effects. */
final class CheckedCore implements ConsensusCore {
    private final ConsensusCore inner;
    private final int node;
    private final World<?, ?> world;
    private final List<Effect> effects = new ArrayList<>();

    CheckedCore(ConsensusCore inner, int node, World<?, ?> world) {
        this.inner = inner;
        this.node = node;
        this.world = world;
    }

    @Override
    public void step(Input input, EffectSink out) {
        effects.clear();
        inner.step(input, effects::add);
        CoreView view = inner.view();
        world.countStep();
        note(input);
        world.situations().stepped(node, input, effects, world.host(node).view().orElse(null), view);
        world.guard(() -> world.checker().stepped(node, effects, view));
        effects.forEach(this::checkLease);
        world.host(node).stepped(view);
        effects.forEach(out::accept);
    }

    private void checkLease(Effect effect) {
        // One that was asked for before a pause may be over by the time that it is granted.
        if (effect instanceof Effect.LeaseChanged changed && world.host(node).isWithin(changed.lease())) {
            world.guard(() -> LeaseRules.checkAlone(node, world.leaseHoldersBut(node)));
        }
    }

    private void note(Input input) {
        Timeline timeline = world.timeline();
        boolean isNews = !(input instanceof Input.Tick || input instanceof Input.Flush);
        if (timeline.isWanted() && (isNews || !effects.isEmpty())) {
            timeline.detail(node, "<-", input);
            effects.forEach(effect -> timeline.detail(node, "   ->", effect));
        }
    }

    @Override
    public CoreView view() {
        return inner.view();
    }
}
