export { type MockEventBus, type MockEventBusOptions, mockEventBus } from './mock-event-bus.ts';
